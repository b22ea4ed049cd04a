using System.CommandLine;
using System.Diagnostics;
using KnowledgePlatform.Cli.Evaluation;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp eval ingestion: sends a folder's files through a portal's REST, waits for all of them, and prints what became of each.</summary>
internal static class EvalIngestionCommand
{
    private static readonly string[] Kinds = [".pdf", ".docx", ".txt", ".md", ".html", ".htm"];

    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "A folder; all PDF, DOCX, TXT, MD and HTML files in it and below are sent." };
        var portal = new Option<string>("--portal") { Description = "The portal's address, such as http://127.0.0.1:5000.", Required = true };
        var key = new Option<string>("--key") { Description = "API key with the scopes read and write; or KP_KEY." };
        var minutes = new Option<int>("--minutes") { Description = "How long to wait for the last document.", DefaultValueFactory = _ => 60 };
        var json = CommonOptions.Json();
        var command = new Command("ingestion", "Send a folder through a portal's REST and list what became of each file, as a Markdown table.")
            { folder, portal, key, minutes, json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(
            parsed.GetValue(folder)!, Address(parsed.GetValue(portal)!), parsed.GetValue(key) ?? Environment.GetEnvironmentVariable("KP_KEY") ?? "",
            TimeSpan.FromMinutes(parsed.GetValue(minutes)), parsed.GetValue(json), token)));
        return command;
    }

    private static Uri Address(string portal) => Uri.TryCreate(portal, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
        ? address
        : throw new CommandRunner.CommandException($"'{portal}' is not the address of a portal, such as http://127.0.0.1:5000");

    /// <summary>0 when every file ended published or failed with a reason, 1 when one was lost or hangs.</summary>
    private static async Task<int> RunAsync(
        DirectoryInfo folder, Uri portal, string key, TimeSpan limit, bool json, CancellationToken cancellationToken)
    {
        if (!folder.Exists)
        {
            throw new CommandRunner.CommandException($"there is no folder '{folder}'");
        }

        var files = folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Where(file => Kinds.Contains(file.Extension, StringComparer.OrdinalIgnoreCase))
            .OrderBy(file => file.FullName, StringComparer.Ordinal).ToList();
        using var client = new PortalClient(portal, key);
        var collection = await client.CreateCollectionAsync($"corpus {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm:ss}", cancellationToken).ConfigureAwait(false);
        var clock = Stopwatch.StartNew();
        var outcomes = new List<IngestionOutcome>();
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/');
            outcomes.Add(await client.SendAsync(collection, file, name, cancellationToken).ConfigureAwait(false));
        }

        var sent = clock.Elapsed;
        await WaitAsync(client, collection, outcomes, limit, cancellationToken).ConfigureAwait(false);
        var all = clock.Elapsed;
        foreach (var outcome in outcomes.Where(one => one.VersionId != Guid.Empty))
        {
            await client.CompleteAsync(outcome, cancellationToken).ConfigureAwait(false);
        }

        if (json)
        {
            CommandRunner.PrintJson(new { files = outcomes, sendSeconds = sent.TotalSeconds, seconds = all.TotalSeconds });
        }
        else
        {
            IngestionReport.Write(Console.Out, outcomes, sent, all);
        }

        return outcomes.All(one => one.IsOver) ? 0 : 1;
    }

    private static async Task WaitAsync(
        PortalClient client, Guid collection, List<IngestionOutcome> outcomes, TimeSpan limit, CancellationToken cancellationToken)
    {
        var sent = outcomes.Where(one => one.VersionId != Guid.Empty).Select(one => one.VersionId).Distinct().Count();
        var progress = new EvaluationProgress("over", sent);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < limit && await client.CountInProgressAsync(collection, cancellationToken).ConfigureAwait(false) is > 0 and var open)
        {
            progress.Show(sent - open);
            await Task.Delay(1000, cancellationToken).ConfigureAwait(false);
        }
    }
}
