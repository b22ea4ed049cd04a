using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace KnowledgePlatform.Cli.Benchmarks;

/// <summary>A llama-server on this machine for as long as a benchmark lasts.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private const string LongestSeconds = "3600";
    private readonly Process _process;

    private BenchServer(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts it, and returns when it answers.</summary>
    /// <param name="program">Takes a model file, a port and llama-server's own arguments, as deploy/lib/llama-server.</param>
    /// <param name="file">The model.</param>
    /// <param name="context">Tokens of one answer's context.</param>
    /// <param name="parallel">Answers at once.</param>
    /// <param name="threads">Threads that compute.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<BenchServer> StartAsync(string program, string file, int context, int parallel, int threads, CancellationToken cancellationToken)
    {
        var port = FreePort();
        // By way of timeout: what dies with its parent (bwrap --die-with-parent) dies with the thread that started it, and threads of the pool come and go.
        var start = new ProcessStartInfo("timeout") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments = [LongestSeconds, program, file, Text(port), "-c", Text(context * parallel), "-np", Text(parallel), "-t", Text(threads), "-tb", Text(threads)];
        Array.ForEach(arguments, start.ArgumentList.Add);
        var process = Process.Start(start) ?? throw new CommandRunner.CommandException($"{program} could not be started");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new BenchServer(process, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        try
        {
            await server.ReadyAsync(program, cancellationToken).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync().ConfigureAwait(false);
        }

        _process.Dispose();
    }

    private async Task ReadyAsync(string program, CancellationToken cancellationToken)
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_process.HasExited)
            {
                throw new CommandRunner.CommandException($"{program} ended with status {_process.ExitCode}");
            }

            try
            {
                using var response = await http.GetAsync(new Uri(Url + "/health"), cancellationToken).ConfigureAwait(false);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
