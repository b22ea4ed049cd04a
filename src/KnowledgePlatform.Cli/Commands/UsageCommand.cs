using System.CommandLine;
using System.Globalization;
using KnowledgePlatform.Core.Usage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp usage: tokens and cost over some days.</summary>
internal static class UsageCommand
{
    private const string Question = "question";

    public static Command Create()
    {
        var by = new Option<string>("--by") { Description = "person, group, collection or model; question prints each question, with --csv or --json.", DefaultValueFactory = _ => "person" };
        by.AcceptOnlyFromAmong("person", "group", "collection", "model", Question);
        var from = new Option<DateOnly?>("--from") { Description = "The first day (UTC). Default: that of this month." };
        var to = new Option<DateOnly?>("--to") { Description = "The last day, within. Default: today." };
        var csv = new Option<bool>("--csv") { Description = "Print a CSV file." };
        var (json, person) = (CommonOptions.Json(), CommonOptions.As());
        var command = new Command("usage", "What questions took of the models, and what that cost.") { by, from, to, csv, json, person };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(async () =>
        {
            using var host = PlatformHost.Build();
            var caller = await LocalCaller.FindAsync(host.Services, parsed.GetValue(person), token).ConfigureAwait(false);
            var store = host.Services.GetRequiredService<UsageStore>();
            var days = UsageDays.Of(parsed.GetValue(from), parsed.GetValue(to), host.Services.GetRequiredService<TimeProvider>().GetUtcNow());
            if (parsed.GetValue(by) == Question)
            {
                var questions = await store.QuestionsAsync(caller, days, token).ConfigureAwait(false);
                Print(questions, host.Services.GetRequiredService<IOptions<UsageOptions>>().Value.Currency, parsed.GetValue(json));
                return 0;
            }

            Print(await store.ReportAsync(caller, days, Enum.Parse<UsageBy>(parsed.GetValue(by)!, true), token).ConfigureAwait(false), parsed.GetValue(csv), parsed.GetValue(json));
            return 0;
        }));
        return command;
    }

    private static void Print(IReadOnlyList<UsageQuestion> questions, string currency, bool json)
    {
        if (json)
        {
            CommandRunner.PrintJson(questions);
            return;
        }

        Console.Write(UsageCsv.Write(questions, currency));
    }

    private static void Print(UsageReport report, bool csv, bool json)
    {
        if (json)
        {
            CommandRunner.PrintJson(report);
            return;
        }

        if (csv)
        {
            Console.Write(UsageCsv.Write(report));
            return;
        }

        var table = new Table().AddColumn(report.By.ToString().ToLowerInvariant());
        foreach (var column in new[] { "questions", "tokens read", "tokens written", "estimated", report.Currency, report.Comparison?.Name ?? "" }.Where(column => column.Length > 0))
        {
            table.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        }

        foreach (var row in report.Rows.Append(report.Total))
        {
            table.AddRow([.. Cells(row).Select(Markup.Escape)]);
        }

        AnsiConsole.Write(table);
    }

    private static IEnumerable<string> Cells(UsageTotal row)
    {
        yield return row.Name;
        foreach (var count in new[] { row.Questions, row.PromptTokens, row.CompletionTokens, row.Estimated })
        {
            yield return count.ToString(CultureInfo.InvariantCulture);
        }

        yield return row.Cost.ToString("0.00####", CultureInfo.InvariantCulture);
        if (row.ComparedCost is { } compared)
        {
            yield return compared.ToString("0.00####", CultureInfo.InvariantCulture);
        }
    }
}
