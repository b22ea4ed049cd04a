using System.Collections.Concurrent;
using System.Diagnostics;
using KnowledgePlatform.TestKit;

namespace KnowledgePlatform.Resilience.Tests;

/// <summary>A `kp worker`, as an installation runs it.</summary>
internal sealed class WorkerProcess : IDisposable
{
    private static readonly string Program = Path.Combine(
        Repository.Root, "src", "KnowledgePlatform.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "kp.dll");

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();
    private bool _disposed;

    public WorkerProcess(string database, string data, int attempts)
    {
        var start = new ProcessStartInfo("dotnet", [Program, "worker"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["KP_DATABASE"] = database, ["KP_DATA"] = data, ["KP_HOME"] = Repository.Root, ["Chat__Engine"] = "None",
            // Short enough that a test does not wait for it; the same rules hold.
            ["Ingestion__LeaseSeconds"] = "2", ["Ingestion__SweepSeconds"] = "1", ["Ingestion__RetrySeconds"] = "0",
            ["Ingestion__MaxAttempts"] = $"{attempts}", ["Ingestion__Workers"] = "2", ["Ingestion__EmbedBatch"] = "4",
        })
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool Runs => !_process.HasExited;

    /// <summary>What it wrote, for the message of a test that fails.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>Kill -9 of the worker alone: its children must notice by themselves.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM, as systemd and Docker send it.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> StopAsync()
    {
        Processes.Signal(Id, "TERM");
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (Runs)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
