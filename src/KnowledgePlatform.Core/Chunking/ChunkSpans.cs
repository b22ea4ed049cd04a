using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>Where stretches of text stand on their pages.</summary>
public static class ChunkSpans
{
    /// <summary>One box for each line, in points; none for documents without word positions.</summary>
    public static IReadOnlyList<(int Page, Box Box)> Boxes(IReadOnlyList<ChunkPiece> pieces, IReadOnlyDictionary<int, ParsedPage> pages)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        ArgumentNullException.ThrowIfNull(pages);
        var boxes = new List<(int, Box)>();
        foreach (var piece in pieces)
        {
            var words = pages[piece.Page].Words.Where(word => word.Start < piece.Start + piece.Length && piece.Start < word.Start + word.Length);
            Box? line = null;
            foreach (var word in words)
            {
                if (line is { } open && IsSameLine(open, word.Box))
                {
                    line = new Box(
                        Math.Min(open.Left, word.Box.Left), Math.Min(open.Top, word.Box.Top), Math.Max(open.Right, word.Box.Right),
                        Math.Max(open.Bottom, word.Box.Bottom));
                    continue;
                }

                if (line is { } done)
                {
                    boxes.Add((piece.Page, done));
                }

                line = word.Box;
            }

            if (line is { } last)
            {
                boxes.Add((piece.Page, last));
            }
        }

        return boxes;
    }

    private static bool IsSameLine(Box line, Box word)
    {
        var middle = (word.Top + word.Bottom) / 2;
        return middle > line.Top && middle < line.Bottom;
    }
}
