using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>Whether a file may be loaded into this process: small enough for the memory, and seen to load in a child.</summary>
internal static class LocalModelCheck
{
    // Left to the portal, the database's cache and everybody else.
    private const long ReserveBytes = 256L << 20;

    // Answers at once when nobody says how many.
    private const int UsualParallel = 4;

    /// <returns>The verdict, and how many answers are to be written at once: as many as are set, else four, or what half of the memory that is free holds.</returns>
    /// <exception cref="ChatUnavailableException">It may not; the message names the numbers or the fault.</exception>
    public static async Task<(ProbeVerdict Verdict, int Parallel)> PassAsync(
        LocalModelFile file, ChatEngineOptions options, int contextTokens, ILogger logger, CancellationToken cancellationToken)
    {
        var memory = options.MaxMemoryMegabytes > 0 ? options.MaxMemoryMegabytes * 1_000_000L : Math.Max(0, AvailableMemory.Bytes() - ReserveBytes);
        RefuseTooBig(file, options, file.Size, memory);
        var settings = string.Create(CultureInfo.InvariantCulture, $"{contextTokens} tokens, {options.GpuLayers} layers, {typeof(LLama.LLamaWeights).Assembly.GetName().Version}");
        var verdict = KnownVerdicts.Find(options.StateFolder, file, settings);
        if (verdict is null)
        {
            var clock = Stopwatch.StartNew();
            verdict = await ProbeChild.RunAsync(file, options, contextTokens, memory, cancellationToken).ConfigureAwait(false);
            Log.Probed(logger, file.Name, clock.Elapsed.TotalSeconds, file.Size + verdict.ContextBytes);
            // Only what the file itself decides is remembered: memory and time are others' the next time.
            if (verdict.Reason is null)
            {
                KnownVerdicts.Add(options.StateFolder, file, settings, verdict);
            }
        }

        var parallel = options.Parallel;
        if (parallel == 0)
        {
            parallel = options.GpuLayers > 0 || verdict.ContextBytes == 0 ? 1 : (int)Math.Clamp(((memory / 2) - file.Size) / verdict.ContextBytes, 1, UsualParallel);
        }

        if (verdict.ContextBytes > 0)
        {
            RefuseTooBig(file, options, file.Size + (verdict.ContextBytes * parallel), memory);
        }

        return verdict.Reason is null ? (verdict, parallel) : throw new ChatUnavailableException($"The model {file.Path} cannot be used: {verdict.Reason}.");
    }

    private static void RefuseTooBig(LocalModelFile file, ChatEngineOptions options, long needed, long memory)
    {
        // Layers on a graphics card are not in this memory; what stays here is not known beforehand.
        if (needed > memory && options.GpuLayers == 0)
        {
            throw new ChatUnavailableException(
                $"The model {file.Name} needs {ProbeChild.Megabytes(needed)} of memory; {ProbeChild.Megabytes(memory)} are {(options.MaxMemoryMegabytes > 0 ? "allowed (Chat:MaxMemoryMegabytes)" : "free")}. "
                + "Take a smaller model, or a chat server (KP_CHAT_URL).");
        }
    }
}
