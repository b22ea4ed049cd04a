using System.Globalization;
using System.Text;
using ExcelDataReader;
using ExcelNumberFormat;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>What a reader sees in a cell.</summary>
internal static class CellText
{
    /// <summary>The cells of the present row, joined by tabs, without the empty ones at its end; "" for an empty row.</summary>
    public static string RowOf(IExcelDataReader row, int columns)
    {
        var text = new StringBuilder();
        var waiting = 0;
        for (var column = 0; column < columns; column++)
        {
            var cell = Of(row, column);
            if (cell.Length > 0)
            {
                text.Append('\t', waiting).Append(cell);
                waiting = 0;
            }

            waiting++;
        }

        return string.IsNullOrWhiteSpace(text.ToString()) ? "" : text.ToString();
    }

    private static string Of(IExcelDataReader row, int column) => row.GetValue(column) switch
    {
        null => "",
        string text => text.ReplaceLineEndings(" ").Replace('\t', ' '),
        bool yes => yes ? "TRUE" : "FALSE",
        var value => Formatted(value, row.GetNumberFormatString(column)),
    };

    // As the format says; a format that cannot be understood costs its look, not the value.
    private static string Formatted(object value, string? format)
    {
        if (!string.IsNullOrEmpty(format) && new NumberFormat(format) is { IsValid: true } known)
        {
            try
            {
                return known.Format(value, CultureInfo.InvariantCulture).Trim();
            }
            catch (Exception fault) when (fault is FormatException or OverflowException or InvalidCastException or ArgumentException or IndexOutOfRangeException)
            {
                return Plain(value);
            }
        }

        return Plain(value);
    }

    private static string Plain(object value) => value switch
    {
        DateTime { TimeOfDay.Ticks: 0 } date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
