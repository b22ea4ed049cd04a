using System.Collections;

namespace KnowledgePlatform.Core.Recognition;

/// <summary>
/// Wipes the ruled lines of tables and forms out of a picture: Tesseract takes them for letters, and a number that touches one ("17|") is lost with it. A line is a
/// run of dark pixels that is long, thin, and longer than any stroke of a letter.
/// </summary>
internal static class RuledLines
{
    private const double ShortestInch = 0.35;
    private const double ThickestInch = 0.025;

    // So much darker than the paper, of 255: ruled lines are often grey.
    private const int Contrast = 35;

    // Scans tilt and break lines: so many light pixels do not end one.
    private const int Gap = 2;
    private const int Edge = 3;

    // A ruled line is thin where nothing crosses it.
    private const double MostlyThin = 0.6;

    // Lines of three pixels and together a dozen times as long as the page is wide: a table.
    private const int PixelsOfTable = 3 * 12;

    /// <param name="picture">Changed in place.</param>
    /// <param name="resolution">Its dots per inch.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <returns>True when there were so many that much of the page is tables.</returns>
    public static bool Wipe(GrayPicture picture, int resolution, CancellationToken cancellationToken)
    {
        var paper = Paper(picture.Pixels.Span);
        var (shortest, thickest) = ((int)(resolution * ShortestInch), Math.Max(3, (int)(resolution * ThickestInch)));
        // All are found before any is wiped: a crossing belongs to both.
        var wiped = new BitArray(picture.Pixels.Length);
        new Lanes(picture.Pixels.Span, picture.Height, picture.Width, picture.Width, 1, Math.Max(1, paper - Contrast), shortest, thickest).Find(wiped, cancellationToken);
        new Lanes(picture.Pixels.Span, picture.Width, picture.Height, 1, picture.Width, Math.Max(1, paper - Contrast), shortest, thickest).Find(wiped, cancellationToken);
        var count = 0L;
        for (var at = 0; at < wiped.Length; at++)
        {
            if (wiped[at])
            {
                count++;
                picture.Pixels.Span[at] = (byte)paper;
                WipeEdge(picture, at, paper);
            }
        }

        return count > (long)PixelsOfTable * picture.Width;
    }

    // The grey between a line and the paper, which Tesseract would take for specks.
    private static void WipeEdge(GrayPicture picture, int at, int paper)
    {
        var (x, y) = (at % picture.Width, at / picture.Width);
        for (var v = Math.Max(0, y - Edge); v <= Math.Min(picture.Height - 1, y + Edge); v++)
        {
            for (var u = Math.Max(0, x - Edge); u <= Math.Min(picture.Width - 1, x + Edge); u++)
            {
                ref var pixel = ref picture.Pixels.Span[(v * picture.Width) + u];
                pixel = pixel >= paper - Contrast ? (byte)paper : pixel;
            }
        }
    }

    // Most of a page is paper.
    private static int Paper(ReadOnlySpan<byte> pixels)
    {
        var counts = new long[256];
        foreach (var pixel in pixels)
        {
            counts[pixel]++;
        }

        var (value, seen) = (0, counts[0]);
        while (seen * 2 < pixels.Length)
        {
            seen += counts[++value];
        }

        return value;
    }

    /// <summary>The picture as rows or as columns; a step leads along a lane, a stride to the next one.</summary>
    private readonly ref struct Lanes(ReadOnlySpan<byte> pixels, int count, int length, int stride, int step, int dark, int shortest, int thickest)
    {
        private readonly ReadOnlySpan<byte> _pixels = pixels;

        public void Find(BitArray wiped, CancellationToken cancellationToken)
        {
            for (var lane = 0; lane < count; lane++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (begin, light) = (-1, 0);
                for (var i = 0; i <= length; i++)
                {
                    if (i < length && IsDark(lane, i))
                    {
                        begin = begin < 0 ? i : begin;
                        light = 0;
                    }
                    else if (begin >= 0 && (i == length || ++light > Gap))
                    {
                        if (i - light - begin >= shortest)
                        {
                            Take(lane, begin, i - light, wiped);
                        }

                        (begin, light) = (-1, 0);
                    }
                }
            }
        }

        private bool IsDark(int lane, int i) => _pixels[(lane * stride) + (i * step)] < dark;

        private void Take(int lane, int begin, int end, BitArray wiped)
        {
            // Between white letters on a dark field there are thin dark stretches too.
            var thin = 0;
            for (var i = begin; i < end; i++)
            {
                thin += IsThin(lane, i) ? 1 : 0;
            }

            if (thin < MostlyThin * (end - begin))
            {
                return;
            }

            for (var i = begin; i < end; i++)
            {
                // Where something thicker crosses (a letter, a dark field) the pixel is not the line's; another line may cross.
                var (from, to) = Across(lane, i);
                if (to - from <= thickest || (to - from >= shortest && IsThinBeside(lane, i, begin, end)))
                {
                    wiped[(lane * stride) + (i * step)] = true;
                }
            }
        }

        // The stretch of dark pixels across the lane; not followed further than tells a line.
        private (int From, int To) Across(int lane, int i)
        {
            var (from, to) = (lane, lane + 1);
            while (from > 0 && to - from < shortest && IsDark(from - 1, i))
            {
                from--;
            }

            while (to < count && to - from < shortest && IsDark(to, i))
            {
                to++;
            }

            return (from, to);
        }

        private bool IsThin(int lane, int i)
        {
            var (from, to) = Across(lane, i);
            return to - from <= thickest;
        }

        // A dark field is thick on both sides of each of its pixels, a crossing is not.
        private bool IsThinBeside(int lane, int i, int begin, int end)
        {
            var away = (thickest * 2) + Gap;
            return (i - away >= begin && IsThin(lane, i - away)) || (i + away < end && IsThin(lane, i + away));
        }
    }
}
