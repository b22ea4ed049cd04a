using System.CommandLine;
using Microsoft.Extensions.Hosting;

namespace KnowledgePlatform.Cli.Commands;

/// <summary>kp worker: the ingestion worker as a process of its own.</summary>
internal static class WorkerCommand
{
    public static Command Create()
    {
        var command = new Command("worker", "Work on uploaded documents until stopped (Ctrl-C or SIGTERM). Several workers may run at once.");
        command.SetAction((_, token) => CommandRunner.RunAsync(() => RunAsync(token)));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var host = PlatformHost.Build(worker: true);
        await host.StartAsync(cancellationToken).ConfigureAwait(false);
        await Console.Out.WriteLineAsync("kp worker: ready").ConfigureAwait(false);
        await host.WaitForShutdownAsync(cancellationToken).ConfigureAwait(false);
        return 0;
    }
}
