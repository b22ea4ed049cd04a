using System.Globalization;
using ExcelDataReader;
using ExcelNumberFormat;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>What a reader sees in a cell.</summary>
internal static class CellText
{
    private static readonly string[] Moments = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"];

    /// <summary>The cells of the present row, as <see cref="RowText.Of"/> joins them.</summary>
    public static string RowOf(IExcelDataReader row, int columns) => RowText.Of(columns, column => Of(row, column));

    private static string Of(IExcelDataReader row, int column) => row.GetValue(column) switch
    {
        null => "",
        // The strict form writes moments as ISO 8601 has them; the library knows those without a time only.
        string text when text.Length >= 16 && DateTime.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            && FormatOf(row, column) is { } format && new NumberFormat(format).IsDateTimeFormat => Formatted(moment, format),
        string text => RowText.Cell(text),
        bool yes => yes ? "TRUE" : "FALSE",
        var value => Formatted(value, FormatOf(row, column)),
    };

    // Two formats are Excel's "as the country has it", which a file does not say; ECMA-376 Part 1, 18.8.30 has them month first, the library day first.
    private static string? FormatOf(IExcelDataReader row, int column) => row.GetNumberFormatIndex(column) switch
    {
        14 => "m/d/yyyy",
        22 => "m/d/yyyy h:mm",
        _ => row.GetNumberFormatString(column),
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
