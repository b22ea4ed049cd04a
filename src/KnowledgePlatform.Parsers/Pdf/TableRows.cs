using KnowledgePlatform.Parsers.Text;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Finds lines that are rows of a table: cells apart by wide gaps, at the same places as in a neighbouring line.</summary>
internal static class TableRows
{
    private const float CellGap = 1.4f; // em
    private const float Aligned = 3f;   // points

    /// <summary>For each line the words at which a cell starts, or null where the line is no row.</summary>
    public static IReadOnlyList<IReadOnlyList<int>?> Find(List<PdfLine> lines)
    {
        var cells = lines.ConvertAll(CellStarts);
        var rows = new IReadOnlyList<int>?[lines.Count];
        for (var i = 0; i < lines.Count; i++)
        {
            var isRow = cells[i].Count > 1 && ((i > 0 && Share(lines, cells, i, i - 1)) || (i + 1 < lines.Count && Share(lines, cells, i, i + 1)));
            rows[i] = isRow ? cells[i] : null;
        }

        return rows;
    }

    private static List<int> CellStarts(PdfLine line)
    {
        var starts = new List<int> { 0 };
        for (var i = 1; i < line.Words.Count; i++)
        {
            var (before, word) = (line.Words[i - 1], line.Words[i]);
            var gap = Math.Max(word.Left - before.Right, before.Left - word.Right);
            // "3.1" or a bullet hanging before its clause is no cell: the clause would be torn at the end of its first line.
            var hangs = i == 1 && TextLines.StartsWithMarker(line.Text);
            if (gap > CellGap * line.Size && !hangs)
            {
                starts.Add(i);
            }
        }

        return starts;
    }

    // A cell after the first that starts or ends where one of the other line does; first cells align in any text.
    private static bool Share(List<PdfLine> lines, List<List<int>> cells, int a, int b)
    {
        if (cells[b].Count < 2 || Math.Abs(lines[a].Baseline - lines[b].Baseline) > 4 * Math.Max(lines[a].Size, lines[b].Size))
        {
            return false;
        }

        return cells[a].Skip(1).Any(x => cells[b].Skip(1).Any(y =>
            Math.Abs(lines[a].Words[x].Left - lines[b].Words[y].Left) < Aligned
            || Math.Abs(CellEnd(lines[a], cells[a], x) - CellEnd(lines[b], cells[b], y)) < Aligned));
    }

    private static float CellEnd(PdfLine line, List<int> starts, int start)
    {
        var next = starts.Find(s => s > start);
        return line.Words[next > 0 ? next - 1 : line.Words.Count - 1].Right;
    }
}
