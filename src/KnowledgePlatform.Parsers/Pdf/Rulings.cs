using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>A straight line drawn along an axis, in points from the page's upper left corner: at y from x to x, or at x from y to y.</summary>
internal readonly record struct Ruling(float At, float From, float To);

/// <summary>The straight lines that a page draws, pieces of one line joined: edges of rectangles, thin rectangles and thin curves too.</summary>
internal sealed class Rulings
{
    /// <summary>Lines closer than this are taken for one, and ends closer for touching. Points.</summary>
    public const float Near = 3f;

    /// <summary>A page without lines.</summary>
    public static readonly Rulings None = new([], []);

    private const float Thickest = 2.5f;
    private const float Shortest = 6f;

    // A drawing or a map has more; it is no table.
    private const int MostPieces = 20_000;
    private const int MostLines = 1_500;

    private Rulings(IReadOnlyList<Ruling> across, IReadOnlyList<Ruling> down) => (Across, Down) = (across, down);

    /// <summary>Lines from left to right.</summary>
    public IReadOnlyList<Ruling> Across { get; }

    /// <summary>Lines from top to bottom.</summary>
    public IReadOnlyList<Ruling> Down { get; }

    /// <summary>The lines of a page; none when it draws more than a table could need.</summary>
    public static Rulings Of(Page page)
    {
        var across = new List<Ruling>();
        var down = new List<Ruling>();
        foreach (var path in page.Paths.Where(path => !path.IsClipping && (path.IsStroked || path.IsFilled)))
        {
            foreach (var part in path)
            {
                Take(path, part, (float)page.Height, across, down);
            }

            if (across.Count + down.Count > MostPieces)
            {
                return None;
            }
        }

        var (rows, columns) = (Joined(across), Joined(down));
        return rows.Count + columns.Count > MostLines ? None : new Rulings(rows, columns);
    }

    private static void Take(PdfPath path, PdfSubpath part, float height, List<Ruling> across, List<Ruling> down)
    {
        if (part.GetBoundingRectangle() is not { } r)
        {
            return;
        }

        var (left, right, top, bottom) = ((float)r.Left, (float)r.Right, height - (float)r.Top, height - (float)r.Bottom);
        if (!float.IsFinite(left + right + top + bottom) || AddThin(left, top, right, bottom, across, down) || !path.IsStroked)
        {
            return;
        }

        if (part.IsDrawnAsRectangle)
        {
            across.AddRange([new Ruling(top, left, right), new Ruling(bottom, left, right)]);
            down.AddRange([new Ruling(left, top, bottom), new Ruling(right, top, bottom)]);
            return;
        }

        foreach (var line in part.Commands.OfType<PdfSubpath.Line>())
        {
            var (x1, y1, x2, y2) = ((float)line.From.X, height - (float)line.From.Y, (float)line.To.X, height - (float)line.To.Y);
            AddThin(Math.Min(x1, x2), Math.Min(y1, y2), Math.Max(x1, x2), Math.Max(y1, y2), across, down);
        }
    }

    private static bool AddThin(float left, float top, float right, float bottom, List<Ruling> across, List<Ruling> down)
    {
        if (bottom - top <= Thickest && right - left >= Shortest)
        {
            across.Add(new Ruling((top + bottom) / 2, left, right));
            return true;
        }

        if (right - left <= Thickest && bottom - top >= Shortest)
        {
            down.Add(new Ruling((left + right) / 2, top, bottom));
            return true;
        }

        return false;
    }

    private static List<Ruling> Joined(List<Ruling> pieces)
    {
        var lines = new List<Ruling>();
        foreach (var level in Levels(pieces.OrderBy(piece => piece.At)))
        {
            var at = level.Average(piece => piece.At);
            var open = new Ruling(at, float.NaN, float.NaN);
            foreach (var piece in level.OrderBy(piece => piece.From))
            {
                if (piece.From <= open.To + Near)
                {
                    open = open with { To = Math.Max(open.To, piece.To) };
                    continue;
                }

                if (!float.IsNaN(open.To))
                {
                    lines.Add(open);
                }

                open = new Ruling(at, piece.From, piece.To);
            }

            lines.Add(open);
        }

        return lines;
    }

    private static IEnumerable<List<Ruling>> Levels(IEnumerable<Ruling> sorted)
    {
        var level = new List<Ruling>();
        foreach (var piece in sorted)
        {
            if (level.Count > 0 && piece.At - level[0].At > Thickest)
            {
                yield return level;
                level = [];
            }

            level.Add(piece);
        }

        if (level.Count > 0)
        {
            yield return level;
        }
    }
}
