namespace KnowledgePlatform.Core.Answers;

/// <summary>The heads of the columns over a row of a table: "yes" alone says nothing of what is.</summary>
internal static class TableColumns
{
    private const char Cell = '\t';

    /// <summary>The heads, as many as the row has cells; null when the stretch is no row, or its table has no head in this passage.</summary>
    /// <param name="passage">Text of the passage: lines, their cells parted by tabs, the head first (the chunker repeats it).</param>
    /// <param name="start">Where the row begins in it.</param>
    /// <param name="row">The row.</param>
    public static IReadOnlyList<string>? Over(string passage, int start, string row)
    {
        var cells = row.Count(c => c == Cell);
        if (cells == 0 || row.Contains('\n', StringComparison.Ordinal) || (start > 0 && passage[start - 1] != '\n'))
        {
            return null;
        }

        var rows = passage[..start].TrimEnd('\n').Split('\n').Reverse().TakeWhile(line => line.Count(c => c == Cell) == cells).Reverse().Append(row)
            .Select(line => line.Split(Cell, StringSplitOptions.TrimEntries)).ToList();
        var heads = rows[0];
        // The head names its columns; a row above has values. Words over words are no head that can be told: "Tenant, Bolt Ltd" over "Landlord, Acme Ltd".
        return rows.Count > 1 && !heads.Any(HasFigure) && heads.Count(one => one.Length > 0) > 1
            && Enumerable.Range(0, heads.Length).Any(i => heads[i].Length > 0 && rows.Skip(1).All(cell => HasFigure(cell[i]))) ? heads : null;
    }

    private static bool HasFigure(string cell) => cell.Any(char.IsDigit);
}
