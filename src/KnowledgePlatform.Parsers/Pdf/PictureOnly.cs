using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Tells a page whose text is only to be seen: a scan, also one with a stamp or a Bates number on it, or text of glyphs that stand for nothing.</summary>
internal static class PictureOnly
{
    // What a stamp, a page number and a Bates number come to.
    private const int FewWords = 12;

    // A picture of a page covers it; a logo or a figure does not.
    private const double CoveredByScan = 0.6;

    /// <summary>True when the page's text has to be recognised in its picture.</summary>
    public static bool Is(Page page, IReadOnlyList<PdfWord> words)
    {
        if (words.Count == 0)
        {
            // Letters without words: glyphs that stand for nothing.
            return page.NumberOfImages > 0 || page.Letters.Count > 0;
        }

        if (IsGarbled(words))
        {
            return true;
        }

        // Invisible text over a scan is what another program recognised in it.
        return words.Count <= FewWords && page.NumberOfImages > 0 && page.Letters.Any(letter => letter.RenderingMode != TextRenderingMode.Neither)
            && Covered(page) >= CoveredByScan;
    }

    /// <summary>True when most characters stand for nothing: fonts without a way back to characters give the replacement character, or points of the private use area.</summary>
    public static bool IsGarbled(IReadOnlyList<PdfWord> words)
    {
        var (all, lost) = (0, 0);
        foreach (var word in words)
        {
            foreach (var c in word.Text)
            {
                all++;
                lost += c is '\uFFFD' or (>= '\uE000' and <= '\uF8FF') || char.IsControl(c) ? 1 : 0;
            }
        }

        return lost * 2 > all;
    }

    private static double Covered(Page page)
    {
        var area = page.Width * page.Height;
        // Scanners cut a page into strips; they do not overlap much.
        var covered = page.GetImages().Sum(image => Math.Abs(image.BoundingBox.Width * image.BoundingBox.Height));
        return area > 0 ? covered / area : 0;
    }
}
