using System.Diagnostics;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Cli.Tests;

/// <summary>What a command left behind.</summary>
internal sealed record Outcome(int Status, string Output, string Errors);

/// <summary><c>kp</c> as an operator runs it: a process on a fresh database.</summary>
public sealed class CommandLine : IAsyncLifetime
{
    private static readonly string Program = Path.Combine(
        Repository.Root, "src", "KnowledgePlatform.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "kp.dll");

    /// <summary>Its database.</summary>
    public TestDatabase Database { get; } = new();

    /// <summary>Its data folder.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("kp-cli-").FullName;

    /// <summary>Settings beside those of every run, as environment variables.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        await Database.InitializeAsync();
        // The roles belong to the whole server: this installation must not give them passwords of its own.
        var secrets = Directory.CreateDirectory(Path.Combine(Data, "secrets")).FullName;
        await File.WriteAllTextAsync(Path.Combine(secrets, "database-app"), "only-for-tests");
        await File.WriteAllTextAsync(Path.Combine(secrets, "database-worker"), "only-for-tests");
    }

    /// <summary>Runs a command to its end.</summary>
    internal async Task<Outcome> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
        return new Outcome(process.ExitCode, await output, await errors);
    }

    /// <summary>Starts a command.</summary>
    internal Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new[] { ("KP_DATABASE", Database.Owner), ("KP_DATA", Data), ("KP_HOME", Repository.Root), ("Chat__Engine", "None") })
        {
            start.Environment[name] = value;
        }

        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        Directory.Delete(Data, true);
    }
}
