namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Tells a table of delimited text from prose, and what parts its cells (RFC 4180; semicolons where the comma is a decimal sign; tabs; bars).</summary>
internal static class TableSigns
{
    // The comma is last: between equals it is the one within amounts.
    private const string Delimiters = "\t;|,";

    // Enough lines to tell a table from verse, addresses and lists of names; prose puts a blank after its commas and writes longer pieces.
    private const int FewestRows = 5;
    private const int FewestColumns = 3;
    private const int LongestCell = 60;
    private const int MostRows = 200;

    /// <summary>True for a name of a table, or for content whose lines all have the same number of cells.</summary>
    public static bool LooksLikeTable(string beginning, string extension) =>
        extension is ".csv" or ".tsv" or ".tab" || (extension is ".txt" or "" && Delimiters.Any(delimiter => IsTable(beginning, delimiter)));

    /// <summary>The delimiter and how many characters come before the table: Excel's own line "sep=;" names the delimiter.</summary>
    public static (char Delimiter, int Start) DelimiterOf(string beginning, string extension)
    {
        if (beginning.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && beginning.Length > 5 && beginning[5] is '\r' or '\n')
        {
            return (beginning[4], beginning[5] == '\r' && beginning.Length > 6 && beginning[6] == '\n' ? 7 : 6);
        }

        var best = extension is ".tsv" or ".tab" ? '\t' : ',';
        var bestScore = 0;
        foreach (var delimiter in Delimiters)
        {
            if (Score(beginning, delimiter) is var score && score > bestScore)
            {
                (best, bestScore) = (delimiter, score);
            }
        }

        return (best, 0);
    }

    private static bool IsTable(string beginning, char delimiter)
    {
        var rows = Rows(beginning, delimiter);
        return rows.Count >= FewestRows && rows[0].Cells >= FewestColumns
            && rows.TrueForAll(row => row.Cells == rows[0].Cells && row.Blanks < row.Cells - 1 && row.Length / row.Cells <= LongestCell);
    }

    // How many rows agree with the number of cells that most have, in hundredths of a percent.
    private static int Score(string beginning, char delimiter)
    {
        var rows = Rows(beginning, delimiter);
        return rows.Where(row => row.Cells > 1).GroupBy(row => row.Cells).Select(group => group.Count() * 10_000 / rows.Count).DefaultIfEmpty().Max();
    }

    // Quoted cells may hold delimiters and line breaks. A last row without a line break may be cut off where the beginning ends.
    private static List<(int Cells, int Blanks, int Length)> Rows(string text, char delimiter)
    {
        var rows = new List<(int Cells, int Blanks, int Length)>();
        var row = (Cells: 1, Blanks: 0, Length: 0);
        var isQuoted = false;
        for (var i = 0; i < text.Length && rows.Count < MostRows; i++)
        {
            var c = text[i];
            isQuoted ^= c == '"';
            if (c == '\n' && !isQuoted)
            {
                AddRow();
                continue;
            }

            row.Length += c == '\r' ? 0 : 1;
            if (c == delimiter && !isQuoted)
            {
                row.Cells++;
                row.Blanks += i + 1 < text.Length && text[i + 1] == ' ' ? 1 : 0;
            }
        }

        if (rows.Count == 0)
        {
            AddRow();
        }

        return rows;

        void AddRow()
        {
            if (row.Length > 0)
            {
                rows.Add(row);
            }

            row = (1, 0, 0);
        }
    }
}
