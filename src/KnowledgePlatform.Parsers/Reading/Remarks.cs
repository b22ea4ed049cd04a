using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>How a remark begins: what it is, by whom, when, on which words. One form for comments and tracked changes of all formats.</summary>
internal static class Remarks
{
    private const int MostOfName = 100;
    private const int MostOfWords = 120;

    /// <summary>"Comment by Ann Lee on 2026-03-01 14:05, on “the rent”: text".</summary>
    /// <param name="what">What it is, such as "Comment" or "Deleted".</param>
    /// <param name="author">Who it is by; null or blank when the file does not say.</param>
    /// <param name="date">When, as the file has it: programs write their own local time and call it UTC.</param>
    /// <param name="on">The words that it is about; null or blank for none.</param>
    /// <param name="text">What it says.</param>
    public static string Of(string what, string? author, DateTime? date, string? on, string text)
    {
        var start = new StringBuilder(what);
        if (!string.IsNullOrWhiteSpace(author))
        {
            start.Append(" by ").Append(Short(author, MostOfName));
        }

        if (date is { } at)
        {
            start.Append(at.ToString(at.TimeOfDay == TimeSpan.Zero ? "' on 'yyyy-MM-dd" : "' on 'yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
        }

        if (!string.IsNullOrWhiteSpace(on))
        {
            start.Append(", on \u201C").Append(Short(on, MostOfWords)).Append('\u201D');
        }

        return $"{start}: {text}";
    }

    /// <summary>A date as it is written in the file; null when it is none.</summary>
    public static DateTime? DateOf(DateTimeValue? value) => DateOf(value?.InnerText);

    /// <summary>A date as it is written in the file, whatever time zone it names; null when it is none.</summary>
    public static DateTime? DateOf(string? value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment.DateTime : null;

    private static string Short(string text, int length)
    {
        var line = TextCleaner.Line(text);
        return line.Length <= length ? line : TextCleaner.CutAt(line, length - 1).TrimEnd() + "\u2026";
    }
}
