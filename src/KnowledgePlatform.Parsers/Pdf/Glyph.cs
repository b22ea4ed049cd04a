using KnowledgePlatform.ParserProtocol;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>One drawn character, in its upright frame and on the page.</summary>
internal readonly record struct Glyph(string Text, float Left, float Top, float Right, float Bottom, float Baseline, float Size, bool IsBold, int Angle, Box Box)
{
    private const float MostOutside = 2f; // points; what is drawn further out is not on the page that a reader sees

    /// <summary>Takes over a letter; null when it is drawn outside the page or nowhere.</summary>
    public static Glyph? From(Letter letter, float width, float height)
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
        var corners = new[] { Turn(rectangle.TopLeft, angle), Turn(rectangle.TopRight, angle), Turn(rectangle.BottomLeft, angle), Turn(rectangle.BottomRight, angle) };
        var size = SizeOf(letter, corners);
        return new Glyph(letter.Value, Math.Min(start.X, end.X), corners.Min(c => c.Y), Math.Max(start.X, end.X), corners.Max(c => c.Y), start.Y, size, IsBoldFont(letter), angle, box);
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

    private static float SizeOf(Letter letter, (float X, float Y)[] corners)
    {
        var size = (float)Math.Abs(letter.PointSize);
        return size is > 0.1f and < 2_000f ? size : Math.Max(1f, corners.Max(c => c.Y) - corners.Min(c => c.Y));
    }

    private static bool IsBoldFont(Letter letter)
    {
        var name = letter.FontDetails.Name ?? "";
        return letter.FontDetails.IsBold || letter.FontDetails.Weight > 500
            || name.Contains("bold", StringComparison.OrdinalIgnoreCase) || name.Contains("black", StringComparison.OrdinalIgnoreCase)
            || name.Contains("heavy", StringComparison.OrdinalIgnoreCase);
    }
}
