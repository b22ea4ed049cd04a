using System.Globalization;
using System.Text;
using System.Text.Json;
using LLama.Native;

namespace KnowledgePlatform.ModelProbe;

/// <summary>
/// Loads a GGUF file for trial: a damaged one may end this process, not the portal. Arguments: file, context tokens, bytes of memory, layers on a graphics card, threads, folder
/// that holds runtimes/ with llama.cpp. Writes one line of JSON: reason (null when the file is good), trainedTokens, contextBytes.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        TakeBlame();
        var log = new ErrorLog();
        NativeLibraryConfig.All.WithSearchDirectory(args[5]).WithLogCallback(log.Take);
        var trial = new Trial(args[0], Number(args[1]), long.Parse(args[2], CultureInfo.InvariantCulture), Number(args[3]), Number(args[4]));
        var found = trial.Run(log);
        using var output = Console.OpenStandardOutput();
        JsonSerializer.Serialize(output, found, FindingJson.Default.Finding);
        return found.Reason is null ? 0 : 1;
    }

    // When memory runs out after all, the kernel shall take this process and no other.
    private static void TakeBlame()
    {
        try
        {
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A sandbox without it; the parent watches the memory too.
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>What llama.cpp says is wrong: kept, and written to standard error at once, since the process may end at any moment.</summary>
internal sealed class ErrorLog
{
    private readonly StringBuilder _line = new();

    /// <summary>The first complaint, which names the cause; what follows are its consequences.</summary>
    public string? First { get; private set; }

    public void Take(LLamaLogLevel level, string message)
    {
        if (level != LLamaLogLevel.Error && (level != LLamaLogLevel.Continue || _line.Length == 0))
        {
            return;
        }

        _line.Append(message);
        if (message.EndsWith('\n'))
        {
            var line = _line.ToString().Trim();
            _line.Clear();
            First ??= line;
            Console.Error.WriteLine(line);
        }
    }
}
