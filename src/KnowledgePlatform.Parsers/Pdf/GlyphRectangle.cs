using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>The room that a letter takes on its line: as wide as it moves on, as high as its font is.</summary>
internal static class GlyphRectangle
{
    // Of a font that gives no heights of its own, in parts of its size: those that readers of PDF take for it.
    private const double UsualAscent = 0.95;
    private const double UsualDescent = 0.35;

    // Parts of the size: less is no height of a line of letters, and an outline that stands out further was drawn for higher ones.
    private const double LeastHeight = 0.7;
    private const double MostOutside = 0.1;

    /// <summary>Takes the heights that the font gives, or the usual ones when the outlines of its letters say that they are wrong: fonts with an ascent of a few units are in use.</summary>
    public static PdfRectangle Of(Letter letter)
    {
        var given = letter.GlyphRectangleLoose;
        var size = Math.Abs(letter.PointSize);
        var up = Minus(given.TopLeft, given.BottomLeft);
        var height = Math.Sqrt((up.X * up.X) + (up.Y * up.Y));
        if (height < 1e-3 || size is < 0.1 or > 2_000)
        {
            return given;
        }

        up = new PdfPoint(up.X / height, up.Y / height);
        var drawn = letter.BoundingBox;
        var standsOut = Math.Max(Along(up, Minus(drawn.TopLeft, given.TopLeft)), Along(up, Minus(given.BottomLeft, drawn.BottomLeft)));
        var isDrawn = Math.Abs(Along(up, Minus(drawn.TopLeft, drawn.BottomLeft))) > 1e-3;
        if (height >= LeastHeight * size && !(isDrawn && standsOut > MostOutside * size))
        {
            return given;
        }

        var (start, end) = (letter.StartBaseLine, letter.EndBaseLine);
        return new PdfRectangle(
            Moved(start, up, UsualAscent * size), Moved(end, up, UsualAscent * size), Moved(start, up, -UsualDescent * size), Moved(end, up, -UsualDescent * size));
    }

    private static PdfPoint Minus(PdfPoint a, PdfPoint b) => new(a.X - b.X, a.Y - b.Y);

    private static PdfPoint Moved(PdfPoint from, PdfPoint up, double by) => new(from.X + (up.X * by), from.Y + (up.Y * by));

    private static double Along(PdfPoint up, PdfPoint way) => (way.X * up.X) + (way.Y * up.Y);
}
