using System.CommandLine;
using System.Diagnostics;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Core.Transcription;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp check: tries every part and says what to do about those that fail.</summary>
internal static class CheckCommand
{
    private const long LittleSpace = 2L * 1000 * 1000 * 1000;

    private sealed record Finding(string Part, bool Ok, string Said, long Milliseconds);

    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("check", "Try every part: database, schema, audit chain, parser, models, disk.") { json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(parsed.GetValue(json), token)));
        return command;
    }

    private static async Task<int> RunAsync(bool json, CancellationToken cancellationToken)
    {
        using var host = PlatformHost.Build();
        var services = host.Services;
        var findings = new List<Finding>();
        foreach (var (part, check) in Checks(services, cancellationToken))
        {
            findings.Add(await TryAsync(part, check, cancellationToken).ConfigureAwait(false));
        }

        if (json)
        {
            CommandRunner.PrintJson(findings);
        }
        else
        {
            Print(findings);
        }

        return findings.TrueForAll(finding => finding.Ok) ? 0 : 1;
    }

    private static IEnumerable<(string Part, Func<Task<string>> Check)> Checks(IServiceProvider services, CancellationToken token)
    {
        var database = services.GetRequiredService<PlatformDatabase>();
        yield return ("database", () => ReadAsync(database, "select version()", token));
        yield return ("extensions", () => ReadAsync(
            database, "select string_agg(extname || ' ' || extversion, ', ' order by extname) from pg_extension where extname in ('vector', 'pg_textsearch')", token));
        yield return ("schema", () => SchemaVersion.RequireAsync(database, token));
        yield return ("access", async () =>
        {
            var rows = await ReadAsync(database, "select (select count(*) from documents) || '/' || (select count(*) from chunks)", token).ConfigureAwait(false);
            return rows == "0/0" ? "without a person nothing is visible" : throw new InvalidOperationException($"documents are visible without a person: {rows}");
        });
        yield return ("audit chain", () => AuditAsync(services, token));
        yield return ("parser child", () => ParseAsync(services, token));
        yield return ("embedding model", async () =>
        {
            var embedders = services.GetRequiredService<Embedders>();
            // Null before the first re-embedding: the configured one is in force.
            await using var command = database.AppPool.CreateCommand("select name from embedding_models where in_force");
            var embedder = embedders.ForIngestion(await command.ExecuteScalarAsync(token).ConfigureAwait(false) as string);
            await embedder.EmbedQueryAsync("check", token).ConfigureAwait(false);
            return $"{embedder.Model}, {embedder.Dimensions} dimensions";
        });
        yield return ("chat model", () => ChatAsync(services, token));
        yield return ("inference", () => services.GetRequiredService<SentenceInference>().CheckAsync(token));
        yield return ("judge", () => services.GetRequiredService<SentenceReviews>().CheckJudgeAsync(services.GetRequiredService<ChatModel>(), token));
        yield return ("recordings", () => services.GetRequiredService<RecordingTranscriber>().CheckAsync(token));
        yield return ("disk", () => Task.FromResult(Disk(services.GetRequiredService<IOptions<FileStoreOptions>>().Value.Folder)));
    }

    private static async Task<string> ReadAsync(PlatformDatabase database, string sql, CancellationToken token)
    {
        await using var command = database.AppPool.CreateCommand(sql);
        return await command.ExecuteScalarAsync(token).ConfigureAwait(false) as string ?? throw new InvalidOperationException("nothing is there; run kp migrate");
    }

    private static async Task<string> AuditAsync(IServiceProvider services, CancellationToken token)
    {
        var caller = await LocalCaller.FindAsync(services, null, token).ConfigureAwait(false);
        return await services.GetRequiredService<Core.Audit.AuditLog>().FirstFaultAsync(caller, null, token).ConfigureAwait(false) is { } fault
            ? throw new InvalidOperationException($"event {fault} was changed, or one before it was removed")
            : "whole";
    }

    private static async Task<string> ParseAsync(IServiceProvider services, CancellationToken token)
    {
        var file = Path.Combine(services.GetRequiredService<IOptions<FileStoreOptions>>().Value.Folder, $"check-{Guid.NewGuid():N}.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "A sentence to read.", token).ConfigureAwait(false);
        try
        {
            var result = await services.GetRequiredService<ParserClient>().ParseAsync(file, "check.txt", token).ConfigureAwait(false);
            return result.Outcome.Status == ParseStatus.Completed ? Described(services.GetRequiredService<ParsingOptions>()) : throw new InvalidOperationException(result.Outcome.Sentence);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Described(ParsingOptions options) =>
        (options.HasSandbox ? "in its sandbox" : "without a sandbox: install bubblewrap")
        + (options.IsNative ? ", compiled to native code" : ", as managed code, which takes more processor time: see \"Reading\" in docs/operations.md");

    private static async Task<string> ChatAsync(IServiceProvider services, CancellationToken token)
    {
        var model = services.GetRequiredService<ChatModel>();
        await model.StartAsync(token).ConfigureAwait(false);
        return model.State.Status switch
        {
            ChatModelStatus.Ready => $"{model.Name}, {model.ContextTokens} tokens{(model.State.Servers is { Count: > 0 } servers ? "; " + ModelsCommand.Said(servers) : "")}",
            ChatModelStatus.Off => "none: answers are quotations",
            _ => throw new InvalidOperationException(model.State.Reason),
        };
    }

    private static string Disk(string folder)
    {
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        return free >= LittleSpace
            ? $"{free / 1_000_000_000.0:0.0} GB free"
            : throw new InvalidOperationException($"only {free / 1_000_000_000.0:0.0} GB are free where the originals lie");
    }

    private static async Task<Finding> TryAsync(string part, Func<Task<string>> check, CancellationToken token)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            return new Finding(part, true, await check().ConfigureAwait(false), clock.ElapsedMilliseconds);
        }
        catch (Exception error) when (!token.IsCancellationRequested)
        {
            return new Finding(part, false, error.Message, clock.ElapsedMilliseconds);
        }
    }

    private static void Print(List<Finding> findings)
    {
        var table = new Table().AddColumn("part").AddColumn("").AddColumn("what").AddColumn(new TableColumn("ms").RightAligned());
        foreach (var finding in findings)
        {
            table.AddRow(finding.Part, finding.Ok ? "[green]ok[/]" : "[red]fails[/]", Markup.Escape(finding.Said), $"{finding.Milliseconds}");
        }

        AnsiConsole.Write(table);
    }
}
