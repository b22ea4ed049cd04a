using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chunking;

namespace KnowledgePlatform.Core.Answers;

/// <summary>What of a passage may be quoted by itself: its sentences and lines, where a numbered caption ("5. Deposit.") is one with the sentence behind it.</summary>
internal static class QuotableUnits
{
    private const int LongestCaption = 48;
    private const int MostWords = 3;

    /// <summary>The units in order, none of them overlapping.</summary>
    public static IEnumerable<PassageUnit> Of(Passage passage)
    {
        var units = PassageUnit.Of(passage);
        for (var i = 0; i < units.Count; i++)
        {
            var unit = units[i];
            // "5." may have been cut from "Deposit." before.
            while (i + 1 < units.Count && IsCaption(unit))
            {
                var last = units[++i].Span;
                unit = new PassageUnit(passage, unit.Index, new SentenceSpan(unit.Span.Start, last.Start + last.Length - unit.Span.Start));
            }

            yield return unit;
        }
    }

    // A number, a few words and a stop. Figures behind the number ("1. Paracetamol 1 g.") make it a statement of its own.
    private static bool IsCaption(PassageUnit unit) =>
        unit.Span.Length <= LongestCaption
        && unit.Text[^1] is '.' or ':'
        && unit.Analysed.Tokens.FirstOrDefault(token => token.Kind != TokenKind.Break) is { Kind: TokenKind.Number or TokenKind.Code } or { Kind: TokenKind.Symbol, Key: "§" }
        && unit.Analysed.Tokens.Count(token => token.Kind is TokenKind.Number or TokenKind.Code) == 1
        && unit.Analysed.Tokens.Count(token => token.IsContent && token.Kind == TokenKind.Word) <= MostWords;
}
