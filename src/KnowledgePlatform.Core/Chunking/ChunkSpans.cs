using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>Where stretches of text stand on their pages.</summary>
public static class ChunkSpans
{
    /// <summary>One box for each line, in points; none for documents without word positions.</summary>
    /// <exception cref="KeyNotFoundException">A piece's page is not among <paramref name="pages"/>.</exception>
    public static IReadOnlyList<(int Page, Box Box)> Boxes(IReadOnlyList<ChunkPiece> pieces, IReadOnlyDictionary<int, ParsedPage> pages)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        ArgumentNullException.ThrowIfNull(pages);
        return [.. pieces.SelectMany(piece => Boxes(pages[piece.Page], piece.Start, piece.Length).Select(box => (piece.Page, box)))];
    }

    /// <summary>
    /// One box for each line of a stretch of a page's text, such as a sentence that is cited: the union of the words on it, those too of which the stretch covers only
    /// a part. None for a page without word positions, or when the stretch covers no word.
    /// </summary>
    /// <param name="page">The page.</param>
    /// <param name="start">First UTF-16 code unit in the page's text.</param>
    /// <param name="length">Number of code units.</param>
    public static IReadOnlyList<Box> Boxes(ParsedPage page, int start, int length)
    {
        ArgumentNullException.ThrowIfNull(page);
        var boxes = new List<Box>();
        foreach (var word in page.Words)
        {
            if (word.Start >= start + length || start >= word.Start + word.Length)
            {
                continue;
            }

            if (boxes.Count > 0 && IsSameLine(boxes[^1], word.Box))
            {
                boxes[^1] = Union(boxes[^1], word.Box);
            }
            else
            {
                boxes.Add(word.Box);
            }
        }

        return boxes;
    }

    private static Box Union(Box a, Box b) =>
        new(Math.Min(a.Left, b.Left), Math.Min(a.Top, b.Top), Math.Max(a.Right, b.Right), Math.Max(a.Bottom, b.Bottom));

    // The middle of one lies beside the other: a raised mark of a footnote too, and a full stop.
    private static bool IsSameLine(Box line, Box word)
    {
        var middle = (word.Top + word.Bottom) / 2;
        return middle > line.Top && middle < line.Bottom;
    }
}
