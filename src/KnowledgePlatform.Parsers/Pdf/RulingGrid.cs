using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Lines that touch each other and part an area into cells; a cell may reach over several rows and columns.</summary>
internal sealed class RulingGrid
{
    private const int MostColumns = 100;
    private const int MostRows = 400;

    private readonly List<Ruling> _across;
    private readonly List<Ruling> _down;
    private readonly List<float> _xs;
    private readonly List<float> _ys;
    private readonly int[] _cells;

    private RulingGrid(List<Ruling> across, List<Ruling> down)
    {
        (_across, _down) = (across, down);
        _xs = Places([.. down.Select(line => line.At), across.Min(line => line.From), across.Max(line => line.To)]);
        _ys = Places([.. across.Select(line => line.At), down.Min(line => line.From), down.Max(line => line.To)]);
        _cells = Columns <= MostColumns && Rows <= MostRows ? Cells() : [];
    }

    /// <summary>Columns between the lines.</summary>
    public int Columns => _xs.Count - 1;

    /// <summary>Rows between the lines.</summary>
    public int Rows => _ys.Count - 1;

    /// <summary>Left and right end of each column.</summary>
    public IReadOnlyList<(float Left, float Right)> ColumnEnds => [.. _xs.Zip(_xs.Skip(1))];

    /// <summary>The area.</summary>
    public Box Box => new(_xs[0], _ys[0], _xs[^1], _ys[^1]);

    /// <summary>The grids of a page that have two columns at least.</summary>
    public static IEnumerable<RulingGrid> Find(Rulings rulings)
    {
        var (across, down) = (rulings.Across, rulings.Down);
        var group = Enumerable.Range(0, across.Count + down.Count).ToArray();
        for (var a = 0; a < across.Count; a++)
        {
            for (var d = 0; d < down.Count; d++)
            {
                if (Meets(across[a], down[d].At) && Meets(down[d], across[a].At))
                {
                    group[Root(group, a)] = Root(group, across.Count + d);
                }
            }
        }

        foreach (var lines in Enumerable.Range(0, group.Length).GroupBy(line => Root(group, line)))
        {
            var rows = lines.Where(line => line < across.Count).Select(line => across[line]).ToList();
            var columns = lines.Where(line => line >= across.Count).Select(line => down[line - across.Count]).ToList();
            if (rows.Count > 1 && columns.Count > 0 && new RulingGrid(rows, columns) is { Columns: > 1, Rows: > 0, _cells.Length: > 0 } grid)
            {
                yield return grid;
            }
        }
    }

    /// <summary>The cell at a row and column, by a number that all rows and columns which it reaches over have; its first row and column are in it.</summary>
    public (int Cell, int Row, int Column) At(int row, int column)
    {
        var cell = Root(_cells, (row * Columns) + column);
        return (cell, cell / Columns, cell % Columns);
    }

    /// <summary>Row and column in which a point lies; null outside.</summary>
    public (int Row, int Column)? Find(float x, float y)
    {
        var (column, row) = (_xs.FindLastIndex(at => at <= x), _ys.FindLastIndex(at => at <= y));
        return column >= 0 && column < Columns && row >= 0 && row < Rows ? (row, column) : null;
    }

    private int[] Cells()
    {
        var cells = Enumerable.Range(0, Rows * Columns).ToArray();
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                var (x, y) = ((_xs[column] + _xs[column + 1]) / 2, (_ys[row] + _ys[row + 1]) / 2);
                if (column > 0 && !IsParted(_down, _xs[column], y))
                {
                    Join(cells, (row * Columns) + column - 1, (row * Columns) + column);
                }

                if (row > 0 && !IsParted(_across, _ys[row], x))
                {
                    Join(cells, ((row - 1) * Columns) + column, (row * Columns) + column);
                }
            }
        }

        return cells;
    }

    private static bool IsParted(List<Ruling> lines, float at, float middle) =>
        lines.Exists(line => Math.Abs(line.At - at) <= Rulings.Near && line.From <= middle && line.To >= middle);

    private static bool Meets(Ruling line, float at) => at >= line.From - Rulings.Near && at <= line.To + Rulings.Near;

    // The smaller number stays: the upper left part of a cell.
    private static void Join(int[] group, int a, int b)
    {
        var (first, second) = (Root(group, a), Root(group, b));
        group[Math.Max(first, second)] = Math.Min(first, second);
    }

    private static int Root(int[] group, int at)
    {
        while (group[at] != at)
        {
            at = group[at] = group[group[at]];
        }

        return at;
    }

    private static List<float> Places(List<float> lines)
    {
        var places = new List<float>();
        foreach (var at in lines.Order())
        {
            if (places.Count == 0 || at - places[^1] > Rulings.Near)
            {
                places.Add(at);
            }
        }

        return places;
    }
}
