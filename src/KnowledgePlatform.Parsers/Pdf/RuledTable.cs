using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>A table whose lines are drawn, with the words in its cells.</summary>
internal sealed class RuledTable
{
    private const int FewestFilledCells = 4;
    private const int LongestCellOfOneRow = 400;
    private const int LongestCell = 4_000;
    private const int FewestLinesOfRows = 3;
    private const float SameLine = 2f; // points

    private readonly RulingGrid _grid;
    private readonly Dictionary<int, List<PdfWord>> _words = [];

    private RuledTable(RulingGrid grid, IEnumerable<PdfWord> words)
    {
        _grid = grid;
        foreach (var word in words)
        {
            if (Place(grid, word) is not { } at)
            {
                continue;
            }

            var cell = grid.At(at.Row, at.Column).Cell;
            if (!_words.TryGetValue(cell, out var held))
            {
                _words[cell] = held = [];
            }

            held.Add(word);
        }
    }

    private bool IsTable
    {
        get
        {
            var lengths = _words.Values.Select(words => words.Sum(word => word.Text.Length + 1)).ToList();
            var rows = _words.Keys.Select(cell => cell / _grid.Columns).Distinct().Count();
            return lengths.Count >= FewestFilledCells && _words.Keys.Select(cell => cell % _grid.Columns).Distinct().Count() > 1
                && lengths.Max() <= (rows > 1 ? LongestCell : LongestCellOfOneRow);
        }
    }

    /// <summary>Puts one stand-in for all the words of each table among the words of a page, so that the table is laid out where it stands.</summary>
    public static List<PdfWord> Gather(Rulings rulings, List<PdfWord> words)
    {
        foreach (var grid in RulingGrid.Find(rulings).OrderByDescending(grid => (grid.Box.Right - grid.Box.Left) * (grid.Box.Bottom - grid.Box.Top)))
        {
            var inside = words.Where(word => word is { Angle: 0, Table: null } && Place(grid, word) is not null).ToList();
            if (inside.Count == 0 || new RuledTable(grid, inside) is not { IsTable: true } table)
            {
                continue;
            }

            var taken = new HashSet<PdfWord>(inside, ReferenceEqualityComparer.Instance);
            words = [.. words.Where(word => !taken.Contains(word)), table.StandIn(inside)];
        }

        return words;
    }

    /// <summary>Left and right ends of the columns between the lines, in the words' frame.</summary>
    public IReadOnlyList<(float Left, float Right)> Columns => _grid.ColumnEnds;

    /// <summary>The table's rows from top to bottom; where lines part no columns, the words that stand there, and whether they are one cell of the whole width.</summary>
    public IEnumerable<(TableRow? Row, IReadOnlyList<PdfWord> Over, bool IsWide)> Rows()
    {
        var columns = Enumerable.Range(0, _grid.Columns).Where(column => _words.Keys.Any(cell => cell % _grid.Columns == column)).ToList();
        for (var row = 0; row < _grid.Rows; row++)
        {
            var cells = columns.ConvertAll(column => _grid.At(row, column) is var at && at.Row == row && at.Column == column ? _words.GetValueOrDefault(at.Cell) ?? [] : []);
            if (cells.TrueForAll(cell => cell.Count == 0))
            {
                continue;
            }

            if (IsOpen(row, cells))
            {
                yield return (null, [.. cells.SelectMany(cell => cell)], IsWide(row) && cells.Count(cell => cell.Count > 0) == 1);
                continue;
            }

            foreach (var line in Lines(cells, row > 0))
            {
                yield return (new TableRow([.. line.Select(TableRow.Cell)]), [], false);
            }
        }
    }

    // Where no lines part the columns of a row: text over the whole width, or columns that are parted by space.
    private bool IsOpen(int row, List<List<PdfWord>> cells)
    {
        var isWide = IsWide(row);
        return cells.Exists(cell => cell.Count > 0 && PdfLine.Build(cell) is var lines
            && (isWide ? lines.Count > 1 || cells.Count(other => other.Count > 0) > 1 : lines.Exists(line => TableRows.Pieces(line, Columns) > 1)));
    }

    private bool IsWide(int row) => _grid.At(row, 0).Cell == _grid.At(row, _grid.Columns - 1).Cell;

    // Where rows are parted only by space, cells between two lines have the same number of lines, on the same heights; a cell of one line belongs to all of the rows.
    private static IEnumerable<List<List<PdfWord>>> Lines(List<List<PdfWord>> cells, bool isBody)
    {
        var lines = cells.ConvertAll(cell => PdfLine.Build(cell));
        var filled = lines.FindAll(cell => cell.Count > 0);
        var full = filled.MaxBy(cell => cell.Count)!;
        var count = full.Count;
        var level = filled.FindAll(cell => cell.Count == count);
        var figures = level.Sum(cell => cell.Count(line => line.Words.Any(word => word.Text.Any(char.IsAsciiDigit))));
        var areRows = level.Count > 2 && (count >= FewestLinesOfRows || (isBody && figures * 2 > level.Count * count)) && count > 1
            && filled.TrueForAll(cell => cell.Count == count || (isBody && cell.Count == 1 && level.Count * 2 > filled.Count))
            && level.TrueForAll(cell => !cell.Where((line, i) => Math.Abs(line.Baseline - full[i].Baseline) > SameLine).Any());
        if (!areRows)
        {
            yield return cells;
            yield break;
        }

        for (var i = 0; i < count; i++)
        {
            yield return lines.ConvertAll(cell => i < cell.Count ? cell[i].Words.ToList() : []);
        }
    }

    private static (int Row, int Column)? Place(RulingGrid grid, PdfWord word) => grid.Find((word.Box.Left + word.Box.Right) / 2, (word.Box.Top + word.Box.Bottom) / 2);

    private PdfWord StandIn(List<PdfWord> words)
    {
        var box = words.Aggregate(_grid.Box, (all, word) => new Box(Math.Min(all.Left, word.Box.Left), Math.Min(all.Top, word.Box.Top), Math.Max(all.Right, word.Box.Right), Math.Max(all.Bottom, word.Box.Bottom)));
        var size = words.Select(word => word.Size).Order().ElementAt(words.Count / 2);
        var frame = words[0].Bottom - words[0].Box.Bottom; // the upright frame has its own beginning
        return new PdfWord(
            string.Join(' ', words.Take(10).Select(word => word.Text)), box, box.Left, box.Top + frame, box.Right, box.Bottom + frame, box.Bottom + frame, size, false, 0) { Table = this };
    }
}
