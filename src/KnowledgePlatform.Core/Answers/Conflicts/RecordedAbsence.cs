using System.Collections.Frozen;
using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Answers.Verification;

namespace KnowledgePlatform.Core.Answers.Conflicts;

/// <summary>One record lists what another says there is none of: "Allergies: penicillin" and "no known drug allergies". They share one word, and who reads only the second is misled.</summary>
internal static partial class RecordedAbsence
{
    private const int FurthestWord = 4;

    private static readonly FrozenSet<string> Denials = new[]
    {
        "no", "without", "denies", "denied", "kein", "keine", "keinen", "keiner", "keines", "ohne", "sin", "ningún", "ninguna", "ninguno", "aucun", "aucune", "sans",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // "No allergy to contrast media" denies one of them.
    private static readonly FrozenSet<string> Narrowing = new[] { "to", "against", "for", "of", "gegen", "auf", "von", "a", "al", "contra", "à", "au", "aux", "de" }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the one lists and the other denies.</summary>
    public static bool Between(AnalysedText one, AnalysedText other) => Denies(other, Listed(one)) || Denies(one, Listed(other));

    // The words of "LABEL:" where something follows that is not itself a "none".
    private static AnalysedText? Listed(AnalysedText text) =>
        Entry().Match(text.Text) is { Success: true } entry && !Nothing().IsMatch(entry.Groups["value"].Value) ? new AnalysedText(entry.Groups["label"].Value) : null;

    private static bool Denies(AnalysedText text, AnalysedText? label)
    {
        for (var i = 0; label is not null && i < text.Tokens.Count; i++)
        {
            for (var j = i + 1; Denials.Contains(text.Tokens[i].Key) && j <= i + FurthestWord && j < text.Tokens.Count; j++)
            {
                if (text.Text.AsSpan(text.Tokens[j - 1].End, text.Tokens[j].Start - text.Tokens[j - 1].End).ContainsAny(",;:."))
                {
                    break;
                }

                if (text.Tokens[j].IsContent && label.Has(text.Tokens[j].Stem))
                {
                    return j + 1 == text.Tokens.Count || !Narrowing.Contains(text.Tokens[j + 1].Key);
                }
            }
        }

        return false;
    }

    [GeneratedRegex(@"^\W*(?<label>\p{L}[\p{L}\p{M} /-]{2,40}):\s*(?<value>\S.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Entry();

    [GeneratedRegex(@"^\W*(?:no|none|nil|nka|nkda|not known|unknown|negative|keine?|unbekannt|ninguna?|sin|aucune?|néant)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Nothing();
}
