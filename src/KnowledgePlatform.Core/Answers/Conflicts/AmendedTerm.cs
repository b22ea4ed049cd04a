using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Answers.Amendments;
using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Answers.Conflicts;

/// <summary>
/// A term of a document and the sentence of its amendment that changes it. They share hardly a word ("Either party may terminate by giving six months' notice"; "In clause 7.2 the words
/// 'six months' are replaced by 'nine months'") but the number of the clause or the value that is replaced.
/// </summary>
internal static partial class AmendedTerm
{
    /// <summary>What the amendment makes of the term; null when it changes something else.</summary>
    /// <param name="term">A sentence of the amended document.</param>
    /// <param name="amending">One of the amendment.</param>
    public static Disagreement? Between(PassageUnit term, PassageUnit amending)
    {
        var (old, change) = (term.Analysed, amending.Analysed);
        if (term.IsOrder || amending.IsOrder || !AmendingWords.ChangeSomething(change.Text))
        {
            return null;
        }

        var labels = change.Facts.Where(fact => fact.Kind == FactKind.Label).Select(fact => fact.Literal).ToList();
        var isNamed = Number(term) is { } number && labels.Contains(number, StringComparer.OrdinalIgnoreCase);
        if (!isNamed && labels.Count > 0 && Number(term) is not null)
        {
            return null;
        }

        var values = change.Facts.Where(IsValue).ToList();
        var replaced = old.Facts.Where(IsValue).Where(fact => values.Exists(other => FactMatch.Compare(other, fact) == MatchKind.Same)).ToList();
        if (replaced.Count > 0)
        {
            var come = values.Where(fact => replaced.Exists(one => FactMatch.Compete(one, fact))).ToList();
            return isNamed || (come.Count > 0 && SpeakOfTheSame(term, amending)) ? Of(replaced.Select(old.TextOf), come.Select(change.TextOf)) : null;
        }

        // Words in quotes and brackets are given a meaning, not changed: ("Landlord").
        var quoted = Quoted().Matches(change.Text).Where(match => match.Groups["words"].Success).Select(match => match.Groups["words"].Value.Trim()).ToList();
        var gone = quoted.FindAll(words => Holds(old.Text, words));
        return gone.Count > 0 && gone.Count < quoted.Count ? Of(gone, quoted.Except(gone)) : isNamed ? Of([], []) : null;
    }

    private static Disagreement Of(IEnumerable<string> here, IEnumerable<string> there)
    {
        var (gone, come) = (here.Distinct(StringComparer.Ordinal).ToList(), there.Distinct(StringComparer.Ordinal).ToList());
        return gone.Count > 0 && come.Count > 0 ? new Disagreement(gone, come, "") : new Disagreement([], [], "One amends the clause of the other.");
    }

    private static bool IsValue(Fact fact) => fact.Kind is FactKind.Quantity or FactKind.Date or FactKind.Time && !fact.Weak;

    private static bool SpeakOfTheSame(PassageUnit term, PassageUnit amending)
    {
        var headings = new AnalysedText(amending.Passage.HeadingPath);
        return term.Analysed.Stems.Any(stem => amending.Analysed.Has(stem) || headings.Has(stem));
    }

    // "7.2 Either party …", "7. Rent", "§ 4 Miete"; not "2.5 percent".
    private static string? Number(PassageUnit unit)
    {
        var tokens = unit.Analysed.Tokens;
        var at = tokens is [{ Key: "§" }, _, ..] ? 1 : 0;
        if (tokens.Count <= at || tokens[at].Kind is not (TokenKind.Number or TokenKind.Code) || unit.Analysed.Facts.Any(fact => fact.FirstToken == at && fact.Unit.Length > 0))
        {
            return null;
        }

        var isNumber = at == 1 || tokens[at].Key.Contains('.', StringComparison.Ordinal) || (tokens.Count > 1 && tokens[1].Key == "." && tokens[1].Start == tokens[0].End);
        return isNumber ? tokens[at].Key : null;
    }

    private static bool Holds(string text, string words) => Regex.IsMatch(text, $@"(?<!\w){Regex.Escape(words)}(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    [GeneratedRegex("[(][\"“][^\"“”]*[\"”]|[\"“„«](?<words>[^\"“”„«»]{2,80})[\"”“»]|‘(?<words>[^‘’]{2,80})’", RegexOptions.CultureInvariant)]
    private static partial Regex Quoted();
}
