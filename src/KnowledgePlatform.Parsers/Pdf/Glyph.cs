using KnowledgePlatform.ParserProtocol;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.PdfFonts;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>One drawn character, in its upright frame and on the page.</summary>
internal readonly record struct Glyph(string Text, float Left, float Top, float Right, float Bottom, float Baseline, float Size, bool IsBold, int Angle, Box Box)
{
    private const float MostOutside = 2f; // points; what is drawn further out is not on the page that a reader sees

    /// <summary>Takes over a letter; null when it is drawn outside the page or nowhere.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="width">The page's width in points.</param>
    /// <param name="height">The page's height in points.</param>
    /// <param name="isBold">True when its font is bold, see <see cref="IsBoldFont"/>.</param>
    public static Glyph? From(Letter letter, float width, float height, bool isBold)
    {
        var rectangle = GlyphRectangle.Of(letter);
        var box = BoxOf(rectangle, height);
        var isOnPage = box.Right >= -MostOutside && box.Left <= width + MostOutside && box.Bottom >= -MostOutside && box.Top <= height + MostOutside;
        if (!isOnPage || !float.IsFinite(box.Left + box.Top + box.Right + box.Bottom))
        {
            return null;
        }

        var angle = AngleOf(letter);
        var (start, end) = (Turn(letter.StartBaseLine, angle), Turn(letter.EndBaseLine, angle));
        var (a, b) = (Turn(rectangle.TopLeft, angle).Y, Turn(rectangle.TopRight, angle).Y);
        var (c, d) = (Turn(rectangle.BottomLeft, angle).Y, Turn(rectangle.BottomRight, angle).Y);
        var (top, bottom) = (Math.Min(Math.Min(a, b), Math.Min(c, d)), Math.Max(Math.Max(a, b), Math.Max(c, d)));
        var size = SizeOf(letter, bottom - top);
        return new Glyph(letter.Value, Math.Min(start.X, end.X), top, Math.Max(start.X, end.X), bottom, start.Y, size, isBold, angle, box);
    }

    private static Box BoxOf(PdfRectangle r, float height)
    {
        var left = Math.Min(Math.Min(r.TopLeft.X, r.TopRight.X), Math.Min(r.BottomLeft.X, r.BottomRight.X));
        var right = Math.Max(Math.Max(r.TopLeft.X, r.TopRight.X), Math.Max(r.BottomLeft.X, r.BottomRight.X));
        var bottom = Math.Min(Math.Min(r.TopLeft.Y, r.TopRight.Y), Math.Min(r.BottomLeft.Y, r.BottomRight.Y));
        var top = Math.Max(Math.Max(r.TopLeft.Y, r.TopRight.Y), Math.Max(r.BottomLeft.Y, r.BottomRight.Y));
        return new Box((float)left, height - (float)top, (float)right, height - (float)bottom);
    }

    // Whole degrees, counter-clockwise; near a right angle taken as one, for scans are never quite straight.
    private static int AngleOf(Letter letter)
    {
        var (dx, dy) = (letter.EndBaseLine.X - letter.StartBaseLine.X, letter.EndBaseLine.Y - letter.StartBaseLine.Y);
        var degrees = Math.Abs(dx) + Math.Abs(dy) < 1e-3 ? letter.GlyphRectangleLoose.Rotation : Math.Atan2(dy, dx) * 180 / Math.PI;
        var whole = ((int)Math.Round(double.IsFinite(degrees) ? degrees : 0) + 360) % 360;
        var right = (whole + 45) / 90 * 90;
        return Math.Abs(right - whole) <= 4 ? right % 360 : whole;
    }

    // Page coordinates (y upwards) to the upright frame (y downwards).
    private static (float X, float Y) Turn(PdfPoint p, int angle)
    {
        if (angle == 0)
        {
            return ((float)p.X, (float)-p.Y);
        }

        var (sin, cos) = Math.SinCos(angle * Math.PI / 180);
        return ((float)((p.X * cos) + (p.Y * sin)), (float)((p.X * sin) - (p.Y * cos)));
    }

    private static float SizeOf(Letter letter, float height)
    {
        var size = (float)Math.Abs(letter.PointSize);
        return size is > 0.1f and < 2_000f ? size : Math.Max(1f, height);
    }

    /// <summary>True for a bold font, by what it says of itself or by its name.</summary>
    public static bool IsBoldFont(FontDetails font)
    {
        var name = font.Name ?? "";
        return font.IsBold || font.Weight > 500
            || name.Contains("bold", StringComparison.OrdinalIgnoreCase) || name.Contains("black", StringComparison.OrdinalIgnoreCase)
            || name.Contains("heavy", StringComparison.OrdinalIgnoreCase);
    }
}
