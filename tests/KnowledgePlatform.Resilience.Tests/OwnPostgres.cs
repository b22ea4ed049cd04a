using System.Diagnostics;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.TestKit;
using Npgsql;
using Xunit;

[assembly: AssemblyFixture(typeof(KnowledgePlatform.Resilience.Tests.OwnPostgres))]

namespace KnowledgePlatform.Resilience.Tests;

/// <summary>A PostgreSQL of these tests alone, started by the product's own script: it gets killed, and nobody else may notice.</summary>
public sealed class OwnPostgres : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("kp-kill-").FullName;

    /// <summary>Connection string of the owner in <paramref name="database"/>.</summary>
    public string Owner(string database) => ConnectionDefaults.Apply(new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = int.Parse(Read("port"), System.Globalization.CultureInfo.InvariantCulture),
        Username = "kp_owner",
        Password = Read("password"),
        Database = database,
        // The test's own connections must not hide that the server was away.
        Pooling = false,
    }.ConnectionString);

    public async Task StartAsync() => await ScriptAsync("start");

    /// <summary>Kill -9 of the server and all its processes.</summary>
    public void Kill()
    {
        var sandbox = int.Parse(Read("pid"), System.Globalization.CultureInfo.InvariantCulture);
        // Children first in the list of the dead would make the postmaster tidy up: it dies first.
        foreach (var id in Processes.Below(sandbox))
        {
            Processes.Kill(id);
        }
    }

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await ScriptAsync("stop");
        Directory.Delete(_data, true);
    }

    private string Read(string file) => File.ReadAllText(Path.Combine(_data, "postgres", file)).Trim();

    private async Task ScriptAsync(string verb)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Repository.Root, "deploy", "postgres"), verb]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["KP_DATA"] = _data;
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"deploy/postgres {verb}: {await said} {errors}");
    }
}
