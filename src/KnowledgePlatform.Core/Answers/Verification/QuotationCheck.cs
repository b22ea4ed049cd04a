using System.Text;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>What stands between quotation marks must stand in the passage word for word; "…" may leave something out.</summary>
internal static partial class QuotationCheck
{
    /// <summary>The first quotation that no cited passage holds, and where the ones that are held stand.</summary>
    public static (Finding? Missing, IReadOnlyList<PassageSpan> Spans) Check(string sentence, IReadOnlyList<PassageText> cited)
    {
        var spans = new List<PassageSpan>();
        foreach (Match match in Quoted().Matches(TextFold.Fold(sentence)))
        {
            var parts = Ellipsis().Split(match.Groups[1].Value).Select(Squeeze).Where(p => p.Length > 0).ToArray();
            var found = cited.Select(p => Find(p, parts)).FirstOrDefault(span => span is not null);
            if (found is { } span)
            {
                spans.Add(span);
            }
            else if (parts.Length > 0)
            {
                var words = sentence.Substring(match.Groups[1].Index, match.Groups[1].Length);
                return (new Finding(Verdict.Unsupported, CheckIssue.Quotation, $"“{words}” does not stand in the passage word for word."), []);
            }
        }

        return (null, spans);
    }

    /// <summary>True when the sentence is one or more whole sentences of a passage, word for word. A part of one may say the contrary of the whole.</summary>
    public static bool IsOwnSentence(string sentence, IReadOnlyList<PassageText> cited)
    {
        var own = Squeeze(TextFold.Fold(sentence).Trim(' ', '"'));
        return own.Length > 0 && cited.Any(passage => Find(passage, [own]) is { } span
            && passage.Units.Any(unit => unit.Span.Start == span.Start)
            // Less the signs at the end.
            && passage.Units.Any(unit => unit.Span.Start + unit.Span.Length - span.Start - span.Length is 0 or 1));
    }

    private static PassageSpan? Find(PassageText passage, string[] parts)
    {
        var (text, places) = SqueezeWithPlaces(passage.Folded);
        var start = -1;
        var at = 0;
        foreach (var part in parts)
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            if (found < 0)
            {
                return null;
            }

            start = start < 0 ? found : start;
            at = found + part.Length;
        }

        return start < 0 ? null : new PassageSpan(passage.Passage.Number, places[start], places[at - 1] + 1 - places[start]);
    }

    // A model ends a quotation with its own comma or full stop.
    private static string Squeeze(string text) => SqueezeWithPlaces(text).Text.Trim(' ', ',', '.', ';', ':');

    private static (string Text, List<int> Places) SqueezeWithPlaces(string text)
    {
        var squeezed = new StringBuilder(text.Length);
        var places = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var isSpace = char.IsWhiteSpace(text[i]);
            if (isSpace && (squeezed.Length == 0 || squeezed[^1] == ' '))
            {
                continue;
            }

            squeezed.Append(isSpace ? ' ' : text[i]);
            places.Add(i);
        }

        return (squeezed.ToString(), places);
    }

    [GeneratedRegex("\"([^\"]{2,}?)\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\.\.\.|\u2026|\[\.\.\.\]")]
    private static partial Regex Ellipsis();
}
