using KnowledgePlatform.Parsers.Text;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Finds tables without drawn lines: cells apart by wide gaps, at the same places as in a neighbouring line.</summary>
internal static class TableRows
{
    // In em.
    private const float CellGap = 1.4f;
    private const float ColumnGap = 0.55f;
    private const float Furthest = 5f;
    private const float ContinuationStep = 1.45f;

    private const float SamePlace = 3f; // points
    private const int Neighbours = 3; // lines; records of two lines and titles between rows lie in between

    /// <summary>Lines in order, either as running text or as rows; lines that go on with a cell of the row above are part of it.</summary>
    /// <param name="lines">Lines of a region.</param>
    /// <param name="columns">Left and right ends of the columns where drawn lines say them; null where the lines' own gaps do.</param>
    public static IReadOnlyList<(PdfLine? Line, TableRow? Row)> Find(List<PdfLine> lines, IReadOnlyList<(float Left, float Right)>? columns = null)
    {
        var cells = lines.ConvertAll(line => columns is null ? CellStarts(line) : CellStarts(line, columns));
        var found = new List<(PdfLine? Line, TableRow? Row)>();
        for (var i = 0; i < lines.Count;)
        {
            var table = new List<List<TextCell>>();
            PdfLine? before = null;
            for (; i < lines.Count; before = lines[i], i++)
            {
                if (columns is null ? IsRow(lines, cells, i) : cells[i].Count > 1)
                {
                    table.Add(Cells(lines[i], cells[i]));
                }
                else if (table.Count == 0 || !GoesOn(lines[i], before!, table[^1], cells[i].Count))
                {
                    break;
                }
            }

            found.AddRange(Aligned(table, columns).Select(row => ((PdfLine?)null, (TableRow?)row)));
            if (i < lines.Count)
            {
                found.Add((lines[i++], null));
            }
        }

        return found;
    }

    /// <summary>How many pieces of a line stand in columns of their own.</summary>
    public static int Pieces(PdfLine line, IReadOnlyList<(float Left, float Right)> columns) => CellStarts(line, columns).Count;

    /// <summary>Share of lines that are rows, 0 to 1.</summary>
    public static double Share(List<PdfLine> lines)
    {
        var cells = lines.ConvertAll(CellStarts);
        return lines.Count == 0 ? 0 : Enumerable.Range(0, lines.Count).Count(i => IsRow(lines, cells, i)) / (double)lines.Count;
    }

    private static bool IsRow(List<PdfLine> lines, List<List<int>> cells, int i)
    {
        for (var other = Math.Max(0, i - Neighbours); cells[i].Count > 1 && other <= Math.Min(lines.Count - 1, i + Neighbours); other++)
        {
            if (other != i && AreAligned(lines, cells, i, other))
            {
                return true;
            }
        }

        return false;
    }

    private static List<int> CellStarts(PdfLine line)
    {
        var starts = new List<int> { 0 };
        var hasMarker = TextLines.StartsWithMarker(line.Text);
        for (var i = 1; i < line.Words.Count; i++)
        {
            var (before, word) = (line.Words[i - 1], line.Words[i]);
            var gap = Math.Max(word.Left - before.Right, before.Left - word.Right);
            // "3.1" or a bullet hanging before its clause is no cell: the clause would be torn at the end of its first line.
            if (gap > CellGap * line.Size && !(i == 1 && hasMarker))
            {
                starts.Add(i);
            }
        }

        return starts;
    }

    private static List<int> CellStarts(PdfLine line, IReadOnlyList<(float Left, float Right)> columns)
    {
        List<float> lefts = [.. columns.Select(column => column.Left)], rights = [.. columns.Select(column => column.Right)];
        return [0, .. Enumerable.Range(1, line.Words.Count - 1).Where(i => IsParted(line.Words[i - 1], line.Words[i], lefts, rights))];
    }

    private static bool IsParted(PdfWord before, PdfWord word, List<float> lefts, List<float> rights) =>
        word.Left - before.Right > ColumnGap * word.Size && PlaceOf(before, lefts, rights) < PlaceOf(word, lefts, rights);

    // A cell after the first that starts or ends where one of the other line does; first cells align in any text.
    private static bool AreAligned(List<PdfLine> lines, List<List<int>> cells, int a, int b)
    {
        if (cells[b].Count < 2 || Math.Abs(lines[a].Baseline - lines[b].Baseline) > Furthest * Math.Max(lines[a].Size, lines[b].Size))
        {
            return false;
        }

        return cells[a].Skip(1).Any(x => cells[b].Skip(1).Any(y =>
            Math.Abs(lines[a].Words[x].Left - lines[b].Words[y].Left) < SamePlace
            || Math.Abs(CellEnd(lines[a], cells[a], x) - CellEnd(lines[b], cells[b], y)) < SamePlace));
    }

    private static float CellEnd(PdfLine line, List<int> starts, int start)
    {
        var next = starts.Find(s => s > start);
        return line.Words[next > 0 ? next - 1 : line.Words.Count - 1].Right;
    }

    private static List<TextCell> Cells(PdfLine line, List<int> starts) =>
        starts.ConvertAll(start => new TextCell(line.Words.Skip(start).Take((starts.Find(s => s > start) is var next and > 0 ? next : line.Words.Count) - start).ToList()));

    // A line of one piece close below a cell that is not the row's first, and not wider than its place: first cells look like any paragraph.
    private static bool GoesOn(PdfLine line, PdfLine before, List<TextCell> row, int pieces)
    {
        if (pieces > 1 || line.IsRightToLeft || line.IsBold != before.IsBold || line.Baseline - before.Baseline > ContinuationStep * Math.Max(line.Size, before.Size))
        {
            return false;
        }

        var at = row.FindLastIndex(cell => cell.Left < line.Left + SamePlace);
        var fits = at > 0 && (at == row.Count - 1 || line.Right < row[at + 1].Left) && (Math.Abs(line.Left - row[at].Left) < SamePlace || line.Right < row[at].Right + SamePlace);
        if (fits)
        {
            row[at].Add(line.Words);
        }

        return fits;
    }

    // Cells that a row leaves empty are told by the row with the most cells: each of the others belongs into one of its places.
    private static IEnumerable<TableRow> Aligned(List<List<TextCell>> table, IReadOnlyList<(float Left, float Right)>? columns)
    {
        var places = table.Count > 0 ? table.MaxBy(row => row.Count)! : [];
        var (lefts, rights) = (places.ConvertAll(cell => cell.Left), places.ConvertAll(cell => cell.Right));
        if (columns is not null)
        {
            (lefts, rights) = ([.. columns.Select(column => column.Left)], [.. columns.Select(column => column.Right)]);
        }

        foreach (var cell in table.SelectMany(row => columns is null ? row : []))
        {
            Widen(cell, lefts, rights);
        }

        foreach (var row in table)
        {
            yield return new TableRow([.. Placed([.. row.SelectMany(cell => Parts(cell, lefts, rights))], lefts, rights).Select(cell => cell?.Lines ?? [])]);
        }
    }

    private static void Widen(TextCell cell, List<float> lefts, List<float> rights)
    {
        var over = Enumerable.Range(0, lefts.Count).Where(i => cell.Left < rights[i] && cell.Right > lefts[i]).ToList();
        if (over.Count == 1)
        {
            (lefts[over[0]], rights[over[0]]) = (Math.Min(lefts[over[0]], cell.Left), Math.Max(rights[over[0]], cell.Right));
        }
    }

    // "Year  occurred in that": words that stand in the places of two columns and are parted by more than a space, as narrow columns are.
    private static IEnumerable<TextCell> Parts(TextCell cell, List<float> lefts, List<float> rights)
    {
        var words = cell.Lines[0];
        if (cell.Lines.Count > 1 || words[0].IsRightToLeft || Enumerable.Range(0, lefts.Count).Count(i => cell.Left < rights[i] && cell.Right > lefts[i]) < 2)
        {
            return [cell];
        }

        var parts = new List<TextCell>();
        var from = 0;
        for (var w = 1; w <= words.Count; w++)
        {
            if (w == words.Count || IsParted(words[w - 1], words[w], lefts, rights))
            {
                parts.Add(new TextCell([.. words.Take(w).Skip(from)]));
                from = w;
            }
        }

        return parts;
    }

    private static int PlaceOf(PdfWord word, List<float> lefts, List<float> rights) =>
        Enumerable.Range(0, lefts.Count).MaxBy(p => Math.Min(word.Right, rights[p]) - Math.Max(word.Left, lefts[p]));

    private static List<TextCell?> Placed(List<TextCell> row, List<float> lefts, List<float> rights)
    {
        var placed = new List<TextCell?>();
        for (var i = 0; i < row.Count; i++)
        {
            var place = Enumerable.Range(0, lefts.Count).MaxBy(p => Math.Min(row[i].Right, rights[p]) - Math.Max(row[i].Left, lefts[p]));
            if (place < placed.Count || row.Count - i > lefts.Count - place)
            {
                return [.. row]; // it is cut otherwise than the others
            }

            placed.AddRange(Enumerable.Repeat<TextCell?>(null, place - placed.Count));
            placed.Add(row[i]);
        }

        return placed;
    }

    private sealed class TextCell(IReadOnlyList<PdfWord> words)
    {
        private readonly List<IReadOnlyList<PdfWord>> _lines = [words];

        public float Left { get; private set; } = words.Min(word => word.Left);

        public float Right { get; private set; } = words.Max(word => word.Right);

        public IReadOnlyList<IReadOnlyList<PdfWord>> Lines => _lines;

        public void Add(IReadOnlyList<PdfWord> line)
        {
            _lines.Add(line);
            (Left, Right) = (Math.Min(Left, line.Min(word => word.Left)), Math.Max(Right, line.Max(word => word.Right)));
        }
    }
}
