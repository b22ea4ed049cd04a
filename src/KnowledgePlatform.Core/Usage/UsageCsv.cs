using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Core.Usage;

/// <summary>
/// Usage as a file for spreadsheets: RFC 4180, UTF-8, numbers with a point. A text that a spreadsheet would compute (it begins with = + - @, a tab or a line break) gets an
/// apostrophe before it: people choose their own names.
/// </summary>
public static class UsageCsv
{
    private const string Formula = "=+-@\t\r\n";

    /// <summary>A report, one line a row, the sum last.</summary>
    public static string Write(UsageReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var file = new StringBuilder();
        Line(
            file, report.By.ToString().ToLowerInvariant(), "id", "questions", "prompt_tokens", "completion_tokens", "estimated_questions", "average_milliseconds", "cost",
            "compared_cost", "compared_with", "currency", "from", "to");
        foreach (var row in report.Rows.Append(report.Total))
        {
            Line(
                file, row.Name, Text(row.Id), Number(row.Questions), Number(row.PromptTokens), Number(row.CompletionTokens), Number(row.Estimated),
                Number(row.AverageMilliseconds), Number(row.Cost), Number(row.ComparedCost), report.Comparison?.Name, report.Currency, Day(report.From), Day(report.To));
        }

        return file.ToString();
    }

    /// <summary>Questions, one line each.</summary>
    public static string Write(IReadOnlyList<UsageQuestion> questions, string currency)
    {
        ArgumentNullException.ThrowIfNull(questions);
        var file = new StringBuilder();
        Line(
            file, "at", "answer_id", "person", "groups", "collections", "model", "outcome", "prompt_tokens", "completion_tokens", "estimated", "milliseconds", "prompt_price",
            "completion_price", "cost", "compared_cost", "currency");
        foreach (var one in questions)
        {
            Line(
                file, one.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), Text(one.AnswerId), one.Person, string.Join("; ", one.Groups),
                string.Join("; ", one.Collections), one.Model, one.Outcome, Number(one.PromptTokens), Number(one.CompletionTokens), one.Estimated ? "yes" : "no",
                Number(one.DurationMs), Number(one.PromptPrice), Number(one.CompletionPrice), Number(one.Cost), Number(one.ComparedCost), currency);
        }

        return file.ToString();
    }

    /// <summary>One cell, quoted where the format asks for it.</summary>
    public static string Cell(string? text)
    {
        text ??= "";
        text = text.Length > 0 && Formula.Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static void Line(StringBuilder file, params IEnumerable<string?> cells) => file.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Text(Guid? id) => id?.ToString() ?? "";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    // As many decimals as it has, and no exponent.
    private static string Number(decimal? amount) => amount?.ToString("0.############", CultureInfo.InvariantCulture) ?? "";
}
