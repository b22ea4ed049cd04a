using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using KnowledgePlatform.ParserProtocol;
using Whisper.net;
using Whisper.net.Logger;

namespace KnowledgePlatform.Transcriber;

/// <summary>
/// The child that runs Whisper: loads the model that its standard input names, then answers each piece of sound with the words in it (see <see cref="TranscriptionRequest"/>), and
/// ends with the pipe. It opens no other file, no network and no database. Native code on whatever model an operator puts in place: a fault of it ends this process, not the portal.
/// </summary>
internal static class Program
{
    private const int MaxRequestBytes = 64 << 10;
    private const int MaxPieceBytes = 64 << 20;
    private const int BadRequest = 64;
    private const float FullScale = 32_768;

    private static async Task<int> Main()
    {
        TakeBlame();
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        // Whatever a library prints must not come between two frames.
        Console.SetOut(TextWriter.Null);
        if (await ParserWire.ReadAsync(input, MaxRequestBytes, CancellationToken.None) is not { } frame
            || JsonSerializer.Deserialize(frame, TranscriptionJson.Default.TranscriptionRequest) is not { } request)
        {
            return BadRequest;
        }

        var log = new FirstError();
        using var listening = LogProvider.AddLogger(log.Take);
        try
        {
            using var factory = WhisperFactory.FromPath(request.Model, new WhisperFactoryOptions { UseGpu = false });
            if (log.IsEmpty)
            {
                return Refuse(output, "it holds no weights");
            }

            // Made once: it allocates what computing needs, so that too large a model is found out now.
            await using var processor = Processor(factory, request);
            Answer(output, []);
            while (await ParserWire.ReadAsync(input, MaxPieceBytes, CancellationToken.None) is { } piece)
            {
                Answer(output, await TranscribeAsync(processor, JsonSerializer.Deserialize(piece, TranscriptionJson.Default.SoundPiece)!.Samples));
            }

            return 0;
        }
        catch (WhisperModelLoadException)
        {
            return Refuse(output, log.First is { } first ? $"whisper.cpp says: {first}" : "whisper.cpp cannot load it");
        }
        catch (WhisperProcessingException fault)
        {
            return Refuse(output, $"whisper.cpp failed with status {fault.ErrorCode}");
        }
    }

    private static WhisperProcessor Processor(WhisperFactory factory, TranscriptionRequest request)
    {
        // What was heard before does not shape what is heard next: that is how these models fall into repeating themselves, and a witness must not be made to.
        var builder = factory.CreateBuilder().WithThreads(request.Threads).WithMaxLastTextTokens(0).WithNoContext();
        return (request.Language == "auto" ? builder.WithLanguageDetection() : builder.WithLanguage(request.Language)).Build();
    }

    private static async Task<SpokenSegment[]> TranscribeAsync(WhisperProcessor processor, byte[] samples)
    {
        var sound = new float[samples.Length / SoundPiece.SampleBytes];
        for (var i = 0; i < sound.Length; i++)
        {
            sound[i] = (short)(samples[2 * i] | (samples[(2 * i) + 1] << 8)) / FullScale;
        }

        var segments = new List<SpokenSegment>();
        await foreach (var segment in processor.ProcessAsync(sound))
        {
            segments.Add(new SpokenSegment(segment.Start.TotalSeconds, segment.End.TotalSeconds, segment.Text));
        }

        return [.. segments];
    }

    private static void Answer(Stream output, SpokenSegment[] segments) =>
        ParserWire.Write(output, new TranscriptionAnswer(null, segments), TranscriptionJson.Default.TranscriptionAnswer);

    private static int Refuse(Stream output, string fault)
    {
        ParserWire.Write(output, new TranscriptionAnswer(fault, []), TranscriptionJson.Default.TranscriptionAnswer);
        return 1;
    }

    // When memory runs out after all, the kernel shall take this process and no other; and it computes for hours: whoever asks a question meanwhile comes first.
    private static void TakeBlame()
    {
        try
        {
            using var self = Process.GetCurrentProcess();
            self.PriorityClass = ProcessPriorityClass.BelowNormal;
            File.WriteAllText("/proc/self/oom_score_adj", "1000");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or Win32Exception)
        {
            // A sandbox without it; the parent watches the memory too.
        }
    }
}

/// <summary>The first complaint of whisper.cpp, which names the cause; what follows are its consequences.</summary>
internal sealed class FirstError
{
    /// <summary>The line, or null.</summary>
    public string? First { get; private set; }

    /// <summary>True for a file without weights. whisper.cpp takes it for one of its tests, and would hear nothing in any recording.</summary>
    public bool IsEmpty { get; private set; }

    public void Take(WhisperLogLevel level, string? message)
    {
        IsEmpty |= message?.Contains("no tensors loaded", StringComparison.Ordinal) == true;
        if (level == WhisperLogLevel.Error && !string.IsNullOrWhiteSpace(message))
        {
            First ??= message.Trim();
        }
    }
}
