using System.Text;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>The text of a row of cells.</summary>
internal static class RowText
{
    /// <summary>Excel's own number of columns; a row that claims more is broken.</summary>
    public const int MostColumns = 16_384;

    /// <summary>That of Excel before 2007.</summary>
    public const int MostColumnsBefore2007 = 256;

    /// <summary>Excel's own number of rows.</summary>
    public const int MostRows = 1_048_576;

    /// <summary>The cells joined by tabs, without the empty ones at the end; "" for an empty row.</summary>
    public static string Of(int columns, Func<int, string> cellAt)
    {
        var text = new StringBuilder();
        var waiting = 0;
        for (var column = 0; column < columns; column++)
        {
            var cell = cellAt(column);
            if (cell.Length > 0)
            {
                text.Append('\t', waiting).Append(cell);
                waiting = 0;
            }

            waiting++;
        }

        return string.IsNullOrWhiteSpace(text.ToString()) ? "" : text.ToString();
    }

    /// <summary>A cell's text on one line.</summary>
    public static string Cell(string text) => text.ReplaceLineEndings(" ").Replace('\t', ' ');
}
