using System.CommandLine;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp status: what is in the platform and what waits.</summary>
internal static class StatusCommand
{
    private sealed record Counts(long Waiting, long Published, long Failed, long Superseded);

    public static Command Create()
    {
        var json = CommonOptions.Json();
        var command = new Command("status", "Show what is in the platform and what waits for work.") { json };
        command.SetAction((parsed, token) => CommandRunner.RunAsync(() => RunAsync(parsed.GetValue(json), token)));
        return command;
    }

    private static async Task<int> RunAsync(bool json, CancellationToken cancellationToken)
    {
        using var host = PlatformHost.Build();
        var database = host.Services.GetRequiredService<PlatformDatabase>();
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var counts = await session.ReadAsync<Counts>(
            """
            select count(*) filter (where state in ('received', 'parsed', 'chunked', 'embedded')) as waiting,
                   count(*) filter (where state = 'published') as published, count(*) filter (where state = 'failed') as failed,
                   count(*) filter (where state = 'superseded') as superseded
            from document_versions
            """, null, cancellationToken).ConfigureAwait(false);
        var chunks = await session.ReadAsync<long>("select count(*) from chunks", null, cancellationToken).ConfigureAwait(false);
        var collections = await session.ReadAsync<long>("select count(*) from collections", null, cancellationToken).ConfigureAwait(false);
        if (json)
        {
            CommandRunner.PrintJson(new { collections, published = counts.Published, waiting = counts.Waiting, failed = counts.Failed, passages = chunks });
            return 0;
        }

        var table = new Table().AddColumn("what").AddColumn(new TableColumn("count").RightAligned());
        table.AddRow("collections", $"{collections:N0}").AddRow("documents published", $"{counts.Published:N0}")
            .AddRow("waiting for work", $"{counts.Waiting:N0}").AddRow("could not be read", $"{counts.Failed:N0}").AddRow("passages", $"{chunks:N0}");
        AnsiConsole.Write(table);
        return 0;
    }
}
