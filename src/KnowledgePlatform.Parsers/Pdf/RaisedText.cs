using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>
/// Parts of a line that are smaller or off its baseline: "4th", "H2O", small capitals stay joined to their word; raised digits become superscript
/// digits, for the mark of a note or a power must not read as part of the number or word before it.
/// </summary>
internal static class RaisedText
{
    // In em of the larger of two words.
    private const float JoinGap = 0.13f;
    private const float NoteGap = 0.6f;
    private const float Raise = 0.15f;
    private const float Overlap = 0.4f;
    private const float SmallerBy = 1.18f;
    private const int LongestMark = 6;

    /// <summary>The word as it follows the last of <paramref name="words"/>, which may turn out to be a raised mark before it.</summary>
    public static PdfWord Follow(List<PdfWord> words, PdfWord word, bool afterSpace)
    {
        var before = words[^1];
        var size = Math.Max(before.Size, word.Size);
        var gap = word.Left - before.Right;
        var differ = size > 1.02f * Math.Min(before.Size, word.Size) || Math.Abs(before.Baseline - word.Baseline) > 0.05f * size;
        if (before.Angle != word.Angle || !differ || gap < -Overlap * size || gap > NoteGap * size || !AreOnOneLine(before, word)
            || before.IsRightToLeft || word.IsRightToLeft)
        {
            return word;
        }

        if (IsRaised(word, before))
        {
            word = word with { Text = Superscript.Of(word.Text) };
        }
        else if (IsRaised(before, word) && !before.IsAttached)
        {
            words[^1] = before with { Text = Superscript.Of(before.Text) };
            return word;
        }

        return word with { IsAttached = !afterSpace && gap <= JoinGap * size };
    }

    private static bool IsRaised(PdfWord small, PdfWord large) =>
        small.Size * SmallerBy < large.Size && large.Baseline - small.Baseline > Raise * large.Size
        && small.Text.Length <= LongestMark && small.Text.Any(char.IsAsciiDigit) && small.Text.All(c => char.IsAsciiDigit(c) || c is ',' or '-' or '*');

    private static bool AreOnOneLine(PdfWord a, PdfWord b) =>
        Math.Abs(a.Baseline - b.Baseline) < 0.6f * Math.Max(a.Size, b.Size) && Math.Min(a.Bottom, b.Bottom) > Math.Max(a.Top, b.Top);
}
