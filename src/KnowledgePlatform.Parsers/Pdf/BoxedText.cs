using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>
/// Lays the text of a form field or a note into its rectangle. A viewer draws it there with a font that need not be known here, so the
/// words' boxes are near, not exact; they never leave the rectangle.
/// </summary>
internal static class BoxedText
{
    private const float WidthOfLetter = 0.5f; // em; Helvetica's average in running text
    private const float Leading = 1.2f;       // em
    private const float Inset = 2f;           // points
    private const float LargestAutomatic = 12f;
    private const float FillShare = 0.85f; // lines are not full
    private const int MostWords = 20_000;

    /// <summary>The words; <paramref name="size"/> 0 lets the rectangle decide, as a form does. A text too long for the rectangle is set smaller.</summary>
    public static IEnumerable<PdfWord> Lay(string text, Box box, float size, float pageHeight)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        size = Fitting(lines, box, size);
        var advance = size * WidthOfLetter;
        var isSingle = lines.Length == 1 && (lines[0].Length * advance <= box.Right - box.Left || box.Bottom - box.Top < 2 * Leading * size);
        var (x, baseline) = (box.Left + Inset, isSingle ? ((box.Top + box.Bottom) / 2) + (0.35f * size) : box.Top + Inset + size);
        var count = 0;
        foreach (var line in lines)
        {
            foreach (var word in TextCleaner.Line(line).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var width = word.Length * advance;
                if (!isSingle && x > box.Left + Inset && x + width > box.Right)
                {
                    (x, baseline) = (box.Left + Inset, baseline + (Leading * size));
                }

                if (++count > MostWords)
                {
                    yield break;
                }

                yield return Place(word, x, baseline, width, size, box, pageHeight);
                x += width + advance;
            }

            (x, baseline) = (box.Left + Inset, baseline + (Leading * size));
        }
    }

    // Order within the field is kept by the unclipped place; the box that is shown stays inside.
    private static PdfWord Place(string word, float x, float baseline, float width, float size, Box box, float pageHeight)
    {
        float Within(float value, float low, float high) => Math.Clamp(value, low, Math.Max(low, high));
        var shown = new Box(
            Within(x, box.Left, box.Right), Within(baseline - size, box.Top, box.Bottom),
            Within(x + width, box.Left, box.Right), Within(baseline + (0.2f * size), box.Top, box.Bottom));
        var line = baseline - pageHeight; // the words' frame has its origin at the lower edge, see Glyph
        return new PdfWord(word, shown, x, line - size, x + width, line + (0.2f * size), line, size, IsBold: false, Angle: 0);
    }

    private static float Fitting(string[] lines, Box box, float size)
    {
        var height = box.Bottom - box.Top;
        var letters = lines.Sum(line => line.Length + 1);
        // All letters fill the rectangle: letters * (w * size) * (leading * size) = width * height.
        var filling = MathF.Sqrt((box.Right - box.Left) * height / Math.Max(1, letters * WidthOfLetter * Leading));
        // A viewer lets a long answer be scrolled; here it shrinks, or its lower lines would mix with what stands below the field.
        return size > 0 ? Math.Min(size, Math.Max(FillShare * filling, 1f)) : Math.Clamp(Math.Min(FillShare * filling, 0.7f * height), 1f, LargestAutomatic);
    }
}
