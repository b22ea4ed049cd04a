using System.CommandLine;
using System.Diagnostics;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Conversion;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval reading: reads all files of a folder and says what was read in each, and how far it agrees with poppler.</summary>
internal static class EvalReadingCommand
{
    // Beyond the parser's own limit of time: the parent then failed to end it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int MostTimed = 25;

    // Of the folder itself, not of the archive.
    private static readonly string[] About = ["INDEX.tsv", "passwords.tsv"];

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder; all files in it and below are read. INDEX.tsv at its top is about the folder and left out; passwords.tsv holds names of files and their passwords, which are used." };
        var json = CommonOptions.Json();
        var only = new Option<string?>("--only") { Description = "Only files whose path holds this.", HelpName = "TEXT" };
        var excerpts = new Option<DirectoryInfo?>("--excerpts")
        {
            Description = "A folder of NAME.txt, each some words that a person reads in the scan NAME of the folder. Default: docs/quality/scans of this checkout.", HelpName = "FOLDER",
        };
        var command = new Command("reading", "Read all files of a folder and list what was read in each, as Markdown, with figures of how right and how quick that was.") { folder, only, excerpts, json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(
            () => RunAsync(parsed.GetValue(folder)!, parsed.GetValue(only), parsed.GetValue(excerpts), parsed.GetValue(json), token)));
        return command;
    }

    /// <summary>0 when no file was lost and none hangs, else 1.</summary>
    private static async Task<int> RunAsync(DirectoryInfo folder, string? only, DirectoryInfo? excerpts, bool json, CancellationToken cancellationToken)
    {
        if (!folder.Exists)
        {
            throw new CommandRunner.CommandException($"there is no folder '{folder}'");
        }

        using var host = PlatformHost.Build();
        var client = host.Services.GetRequiredService<ParserClient>();
        var options = host.Services.GetRequiredService<ParsingOptions>();
        var figures = new ReadingFigures(excerpts?.FullName ?? Path.Combine(Environment.GetEnvironmentVariable("KP_HOME") ?? "", "docs", "quality", "scans"));
        var office = new OfficeAgreement(host.Services.GetRequiredService<OfficeConverter>());
        var files = folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => (file.FullName, Name: Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/')))
            .Where(file => !About.Contains(file.Name) && (only is null || file.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        var passwords = PasswordList.Read(Path.Combine(folder.FullName, "passwords.tsv"));
        var progress = new EvaluationProgress("read", files.Count);
        var clock = Stopwatch.StartNew();
        var readings = new List<FileReading>();
        foreach (var (path, name) in files)
        {
            progress.Show(readings.Count);
            readings.Add(await ReadAsync(
                client, office, path, name, passwords.GetValueOrDefault(Path.GetFileName(path)), options.TimeLimit + Patience, figures, cancellationToken).ConfigureAwait(false));
        }

        progress.End();
        var seconds = clock.Elapsed.TotalSeconds;
        var report = new ReadingReport(readings, seconds, new FiguresReport(figures, await CostAsync(options, files, readings, figures, cancellationToken).ConfigureAwait(false)));
        if (json)
        {
            CommandRunner.PrintJson(report.Sums());
        }
        else
        {
            report.Write(Console.Out);
        }

        return readings.Any(reading => reading.IsLost || reading.Hangs) ? 1 : 0;
    }

    // Contracts with a twin, as those of CUAD have, or any PDFs with a text layer where there are none.
    private static async Task<ReadingCost?> CostAsync(
        ParsingOptions options, IReadOnlyList<(string FullName, string Name)> files, IReadOnlyList<FileReading> readings, ReadingFigures figures, CancellationToken cancellationToken)
    {
        var twins = figures.Twins().Select(twin => twin.Name).ToHashSet(StringComparer.Ordinal);
        var layered = readings.Where(reading => reading.PopplerF1 is not null).Select(reading => reading.Name).Take(MostTimed).ToHashSet(StringComparer.Ordinal);
        var timed = twins.Count > 0 ? twins : layered;
        return timed.Count == 0 ? null
            : await ReadingCost.MeasureAsync(options, [.. files.Where(file => timed.Contains(file.Name)).Select(file => file.FullName)], cancellationToken).ConfigureAwait(false);
    }

    private static async Task<FileReading> ReadAsync(
        ParserClient client, OfficeAgreement office, string path, string name, string? password, TimeSpan limit, ReadingFigures figures, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        Core.Parsing.ParseResult result;
        try
        {
            result = await UnlockedReading.ParseAsync(client, path, Path.GetFileName(path), password, cancellationToken).WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new FileReading(name, null, null, clock.Elapsed.TotalSeconds, 0, 0, [], null);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var words = result.Pages.SelectMany(page => WordAgreement.Words(page.Text)).ToList();
        // What was recognised is in no text layer: there is nothing to compare it with.
        var isRecognized = result.Pages.Any(page => page.Confidences is not null);
        var poppler = !isRecognized && (result.Info?.Kind == DocumentKind.Pdf || Path.GetExtension(path).Equals(".pdf", StringComparison.OrdinalIgnoreCase))
            ? WordAgreement.Words(await PopplerText.ReadAsync(path, [], cancellationToken).ConfigureAwait(false) ?? "")
            : [];
        await figures.TakeAsync(path, name, result.Info?.Kind, result.Pages, words, cancellationToken).ConfigureAwait(false);
        return new FileReading(
            name, result.Info?.Kind, result.Outcome, seconds, result.Pages.Count, words.Count, result.Skipped, poppler.Count > 0 ? WordAgreement.F1(words, poppler) : null)
        {
            OfficeF1 = await office.OfAsync(path, result.Info?.Kind, result.Pages, cancellationToken).ConfigureAwait(false),
        };
    }
}
