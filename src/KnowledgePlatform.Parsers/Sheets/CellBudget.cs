using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>Counts the cells of a workbook that are looked at: a file of some kilobytes can hold a row for every row of Excel with a cell in the last column.</summary>
/// <param name="most">Cells of all sheets.</param>
/// <param name="mostColumns">Columns of the format; a row that claims more is broken.</param>
internal sealed class CellBudget(long most, int mostColumns)
{
    private long _taken;

    /// <summary>Columns of the format.</summary>
    public int MostColumns => mostColumns;

    /// <summary>Takes the cells of a row.</summary>
    /// <exception cref="LimitReachedException">There are too many.</exception>
    public void Take(int cells)
    {
        _taken += cells;
        if (_taken > most)
        {
            throw new LimitReachedException($"The sheets have more than {most:N0} cells, empty ones counted (Parsing:Limits:MaxCells); the rows after that were not read.");
        }
    }
}
