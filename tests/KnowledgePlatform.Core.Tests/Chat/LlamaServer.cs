using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KnowledgePlatform.Core.Chat;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>
/// A real llama-server with SmolLM2 on a free port of this machine. KP_LLAMA_SERVER names the program that starts it (deploy/test sets it): without it the tests
/// fail, since they are the proof that a real server is understood.
/// </summary>
public sealed class LlamaServer : IAsyncLifetime
{
    public const string Key = "a-key-for-tests";
    public const int ContextTokens = 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private Process? _process;

    public int Port { get; } = FreePort();

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Port}");

    public ChatEngineOptions Options => new() { Url = Url, ApiKey = Key, Retries = 0, ConnectSeconds = 60 };

    /// <summary>Arguments besides the usual ones.</summary>
    public string[] Extra { get; init; } = [];

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts it, and returns when it answers.</summary>
    public async Task StartAsync()
    {
        var program = Environment.GetEnvironmentVariable("KP_LLAMA_SERVER")
            ?? throw new InvalidOperationException("KP_LLAMA_SERVER is not set: run deploy/test, which unpacks llama-server and names the program that starts it");
        var start = new ProcessStartInfo("timeout") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "300", program, RealModel.File, Port.ToString(CultureInfo.InvariantCulture), "-c", "2048", "-np", "2", "--no-kv-unified", "-t", "2", "--alias", "smol", "--api-key", Key, .. Extra,
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        using var http = new HttpClient();
        var clock = Stopwatch.StartNew();
        while (!await AnswersAsync(http))
        {
            if (_process.HasExited || clock.Elapsed > Patience)
            {
                throw new InvalidOperationException("llama-server did not start");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Kills it at once.</summary>
    public void Kill()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
    }

    public ValueTask DisposeAsync()
    {
        Kill();
        _process?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<bool> AnswersAsync(HttpClient http)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(Url + "/health"));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
