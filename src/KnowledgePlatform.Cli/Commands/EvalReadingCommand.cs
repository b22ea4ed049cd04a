using System.CommandLine;
using System.Diagnostics;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.DependencyInjection;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval reading: reads all files of a folder and says what was read in each, and how far it agrees with poppler.</summary>
internal static class EvalReadingCommand
{
    // Beyond the parser's own limit of time: the parent then failed to end it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Of the folder itself, not of the archive.
    private static readonly string[] About = ["INDEX.tsv", "passwords.tsv"];

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder; all files in it and below are read. INDEX.tsv and passwords.tsv at its top are about the folder and left out." };
        var json = CommonOptions.Json();
        var only = new Option<string?>("--only") { Description = "Only files whose path holds this.", HelpName = "TEXT" };
        var command = new Command("reading", "Read all files of a folder and list what was read in each, as a Markdown table.") { folder, only, json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(parsed.GetValue(folder)!, parsed.GetValue(only), parsed.GetValue(json), token)));
        return command;
    }

    /// <summary>0 when no file was lost and none hangs, else 1.</summary>
    private static async Task<int> RunAsync(DirectoryInfo folder, string? only, bool json, CancellationToken cancellationToken)
    {
        if (!folder.Exists)
        {
            throw new CommandRunner.CommandException($"there is no folder '{folder}'");
        }

        using var host = PlatformHost.Build();
        var client = host.Services.GetRequiredService<ParserClient>();
        var limit = host.Services.GetRequiredService<ParsingOptions>().TimeLimit + Patience;
        var files = folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(file => (file.FullName, Name: Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/')))
            .Where(file => !About.Contains(file.Name) && (only is null || file.Name.Contains(only, StringComparison.OrdinalIgnoreCase)))
            .OrderBy(file => file.Name, StringComparer.Ordinal).ToList();
        var progress = new EvaluationProgress("read", files.Count);
        var clock = Stopwatch.StartNew();
        var readings = new List<FileReading>();
        foreach (var (path, name) in files)
        {
            progress.Show(readings.Count);
            readings.Add(await ReadAsync(client, path, name, limit, cancellationToken).ConfigureAwait(false));
        }

        progress.End();
        var report = new ReadingReport(readings, clock.Elapsed.TotalSeconds);
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

    private static async Task<FileReading> ReadAsync(
        ParserClient client, string path, string name, TimeSpan limit, CancellationToken cancellationToken)
    {
        var clock = Stopwatch.StartNew();
        Core.Parsing.ParseResult result;
        try
        {
            result = await client.ParseAsync(path, Path.GetFileName(path), cancellationToken).WaitAsync(limit, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return new FileReading(name, null, null, clock.Elapsed.TotalSeconds, 0, 0, [], null);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        var words = result.Pages.SelectMany(page => WordAgreement.Words(page.Text)).ToList();
        var poppler = result.Info?.Kind == DocumentKind.Pdf || Path.GetExtension(path).Equals(".pdf", StringComparison.OrdinalIgnoreCase)
            ? WordAgreement.Words(await PopplerText.ReadAsync(path, cancellationToken).ConfigureAwait(false) ?? "")
            : [];
        return new FileReading(
            name, result.Info?.Kind, result.Outcome, seconds, result.Pages.Count, words.Count, result.Skipped, poppler.Count > 0 ? WordAgreement.F1(words, poppler) : null);
    }
}
