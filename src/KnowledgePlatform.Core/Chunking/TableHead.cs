using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>Finds the head of a table that goes on in another passage.</summary>
internal static class TableHead
{
    // Characters; a longer first row is text in a table's lines, and would fill the passages that it is repeated in.
    private const int Longest = 300;

    /// <summary>
    /// The first row of the table that the passage beginning at <paramref name="start"/> goes on with; null when it begins its own table, with no row, or when the
    /// first row is none that names columns.
    /// </summary>
    /// <param name="units">The section.</param>
    /// <param name="start">First unit of the passage; not below that of the call before.</param>
    /// <param name="from">Where to look from; the caller keeps it between calls, so that a table of many rows is gone through once.</param>
    /// <param name="pages">Pages by number.</param>
    public static TextUnit? Of(IReadOnlyList<TextUnit> units, int start, ref int from, Dictionary<int, ParsedPage> pages)
    {
        var first = from;
        for (var i = from; i <= start; i++)
        {
            if (!units[i].IsRow || i == 0 || !units[i - 1].IsRow)
            {
                first = i;
            }
        }

        from = first;
        return first < start && NamesColumns(units[first], pages) ? units[first] : null;
    }

    private static bool NamesColumns(TextUnit row, Dictionary<int, ParsedPage> pages)
    {
        var piece = row.Pieces[0];
        var cells = pages[piece.Page].Text.Substring(piece.Start, piece.Length).Split('\t', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return row.Characters <= Longest && row.Pieces.Count == 1 && cells.Count(cell => cell.Any(char.IsLetter)) * 2 > cells.Length;
    }
}
