using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using KnowledgePlatform.Core.Processes;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>
/// Loads a model file in a child process first (KnowledgePlatform.ModelProbe): llama.cpp is native code, and what a damaged file does to it must not happen to the portal.
/// </summary>
internal static class ProbeChild
{
    private const int ErrorsKept = 4000;
    private const int AbortSignal = 6;
    private const int SegmentationSignal = 11;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    // The runtime of the child itself, its code and stacks.
    private const long RuntimeBytes = 200L << 20;

    // A graphics card's library may need them; nothing else of the environment is handed over.
    private static readonly string[] Inherited = ["LD_LIBRARY_PATH", "CUDA_VISIBLE_DEVICES", "HIP_VISIBLE_DEVICES", "GGML_VK_VISIBLE_DEVICES", "TMPDIR"];

    /// <summary>Runs the child; a verdict with a reason when the file cannot be used.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">Limits and settings.</param>
    /// <param name="contextTokens">The context to try.</param>
    /// <param name="memoryBytes">Bytes that model and context may take.</param>
    /// <param name="cancellationToken">Kills the child.</param>
    /// <exception cref="ChatUnavailableException">The child could not be started.</exception>
    public static async Task<ProbeVerdict> RunAsync(
        LocalModelFile file, ChatEngineOptions options, int contextTokens, long memoryBytes, CancellationToken cancellationToken)
    {
        using var process = Start(file, options, contextTokens, memoryBytes);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.ProbeSeconds));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = TailAsync(process.StandardError, limit.Token);
            if (!await EndsWithinAsync(process, memoryBytes, limit.Token).ConfigureAwait(false))
            {
                return Bad($"loading it took more than the {Megabytes(memoryBytes)} that are free for it");
            }

            return Read(await output.ConfigureAwait(false)) ?? Bad(Crash(process.ExitCode, await errors.ConfigureAwait(false)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Bad($"loading it took longer than {options.ProbeSeconds} s (Chat:ProbeSeconds)");
        }
        finally
        {
            ProcessTree.Kill(process);
        }
    }

    /// <summary>Megabytes for a person to read.</summary>
    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1e6):#,0} MB");

    private static ProbeVerdict Bad(string reason) => new(reason, 0, 0);

    private static Process Start(LocalModelFile file, ChatEngineOptions options, int contextTokens, long memoryBytes)
    {
        if (!File.Exists(options.ProbePath))
        {
            throw new ChatUnavailableException($"The program that tries model files, {options.ProbePath}, is missing (Chat:ProbePath).");
        }

        var start = new ProcessStartInfo(DotnetProgram.Find())
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                options.ProbePath, file.Path, Text(contextTokens), Text(memoryBytes), Text(options.GpuLayers), Text(options.Threads),
                AppContext.BaseDirectory,
            },
        };
        var inherited = Inherited.Select(name => (Name: name, Value: Environment.GetEnvironmentVariable(name))).ToList();
        start.Environment.Clear();
        inherited.Where(variable => variable.Value is not null).ToList().ForEach(variable => start.Environment[variable.Name] = variable.Value);
        // Else llama.cpp starts a debugger, where there is one, to show where it gave up.
        start.Environment["GGML_NO_BACKTRACE"] = "1";
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        try
        {
            return Process.Start(start) ?? throw new ChatUnavailableException("The program that tries model files could not be started.");
        }
        catch (Win32Exception fault)
        {
            throw new ChatUnavailableException($"The program that tries model files could not be started: {fault.Message}", fault);
        }
    }

    // False when the memory limit was met first.
    private static async Task<bool> EndsWithinAsync(Process process, long memoryBytes, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval);
        var ended = process.WaitForExitAsync(cancellationToken);
        while (await Task.WhenAny(ended, timer.WaitForNextTickAsync(cancellationToken).AsTask()).ConfigureAwait(false) != ended)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (ProcessTree.ResidentBytes(process.Id) > memoryBytes + RuntimeBytes)
            {
                return false;
            }
        }

        await ended.ConfigureAwait(false);
        return true;
    }

    private static ProbeVerdict? Read(string output)
    {
        try
        {
            return output.Length == 0 ? null : JsonSerializer.Deserialize(output, ProbeJson.Default.ProbeVerdict);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Crash(int exitCode, string errors)
    {
        var last = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
        var how = (exitCode - 128) switch
        {
            AbortSignal => "llama.cpp gave up while loading it",
            SegmentationSignal => "llama.cpp crashed while loading it",
            _ => $"the trial load ended with exit status {exitCode}",
        };
        // A complaint of llama.cpp begins with a path of the machine that compiled it.
        return last is null ? how : $"{how}: {last[(last.Split(' ')[0].LastIndexOf('/') + 1)..]}";
    }

    private static async Task<string> TailAsync(StreamReader errors, CancellationToken cancellationToken)
    {
        var kept = "";
        var buffer = new char[ErrorsKept];
        int read;
        while ((read = await errors.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            kept += new string(buffer, 0, read);
            kept = kept[Math.Max(0, kept.Length - ErrorsKept)..];
        }

        return kept;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
