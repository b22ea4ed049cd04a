using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>Finds the head of a table that goes on in another passage.</summary>
internal static class TableHead
{
    // Characters; a longer first row is text in a table's lines, and would fill the passages that it is repeated in.
    private const int Longest = 300;

    private const int MostRows = 3;

    /// <summary>
    /// The head of the table that the passage beginning at <paramref name="start"/> goes on with: its first row, and the rows below that name columns too when figures
    /// follow them. Empty when the passage begins its own table, with no row, in the head itself, or when the first row is none that names columns.
    /// </summary>
    /// <param name="units">The section.</param>
    /// <param name="start">First unit of the passage; not below that of the call before.</param>
    /// <param name="from">Where to look from; the caller keeps it between calls, so that a table of many rows is gone through once.</param>
    /// <param name="pages">Pages by number.</param>
    public static IReadOnlyList<TextUnit> Of(IReadOnlyList<TextUnit> units, int start, ref int from, Dictionary<int, ParsedPage> pages)
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
        var head = first < units.Count ? HeadAt(units, first, pages) : [];
        return first + head.Count <= start ? head : [];
    }

    /// <summary>Tokens that the largest head of the section's tables has, which passages leave free for it; 0 without tables.</summary>
    public static int MostTokens(IReadOnlyList<TextUnit> units, Dictionary<int, ParsedPage> pages)
    {
        var most = 0;
        for (var i = 0; i < units.Count; i++)
        {
            if (units[i].IsRow && (i == 0 || !units[i - 1].IsRow))
            {
                most = Math.Max(most, HeadAt(units, i, pages).Sum(row => row.Tokens));
            }
        }

        return most;
    }

    private static IReadOnlyList<TextUnit> HeadAt(IReadOnlyList<TextUnit> units, int first, Dictionary<int, ParsedPage> pages)
    {
        if (!units[first].IsRow || !NamesColumns(units[first], pages))
        {
            return [];
        }

        var end = first + 1;
        while (end < units.Count && end - first <= MostRows && units[end].IsRow && !HasFigures(units[end], pages) && NamesColumns(units[end], pages))
        {
            end++;
        }

        // A table of words only has no second row that could be told from its others.
        var isHead = end - first <= MostRows && end < units.Count && units[end].IsRow && HasFigures(units[end], pages) && !HasFigures(units[first], pages);
        var rows = isHead ? units.Skip(first).Take(end - first).ToList() : [units[first]];
        return rows.Sum(row => row.Characters) <= Longest ? rows : [units[first]];
    }

    private static bool HasFigures(TextUnit row, Dictionary<int, ParsedPage> pages) => row.Pieces.Any(piece => pages[piece.Page].Text.AsSpan(piece.Start, piece.Length).ContainsAnyInRange('0', '9'));

    private static bool NamesColumns(TextUnit row, Dictionary<int, ParsedPage> pages)
    {
        var piece = row.Pieces[0];
        var cells = pages[piece.Page].Text.Substring(piece.Start, piece.Length).Split('\t', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return row.Characters <= Longest && row.Pieces.Count == 1 && cells.Count(cell => cell.Any(char.IsLetter)) * 2 > cells.Length;
    }
}
