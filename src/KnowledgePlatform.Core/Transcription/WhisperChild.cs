using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Core.Processes;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>
/// Whisper in a child process (KnowledgePlatform.Transcriber), in the same sandbox as the parser: native code on a model file of the operator's and on samples. It is held to limits
/// of time and memory, sees neither network nor secrets, and what it says is checked.
/// </summary>
internal sealed class WhisperChild : ITranscriptionEngine
{
    private const string ModelInSandbox = "/model";
    private const int MaxAnswerBytes = 16 << 20;

    // The managed side of the child holds one piece, as text and as numbers; the model lies outside.
    private const long HeapBytes = 512L << 20;

    private readonly TranscriptionOptions _options;
    private readonly Process _process;
    private readonly CancellationTokenSource _stop = new();
    private readonly MemoryWatch _memory;
    private readonly Task _watching;
    private readonly Task<string> _errors;

    private WhisperChild(TranscriptionOptions options, ParsingOptions parsing, Process process)
    {
        (_options, _process) = (options, process);
        _errors = ErrorTail.ReadAsync(process.StandardError);
        _memory = new MemoryWatch(process, options.MemoryLimitBytes, parsing.MemoryCheckInterval, _stop);
        _watching = _memory.RunAsync(_stop.Token);
    }

    /// <summary>Starts the child and has it load the model.</summary>
    /// <exception cref="TranscriptionException">The model is missing, damaged, or too large.</exception>
    public static async Task<WhisperChild> StartAsync(TranscriptionOptions options, ParsingOptions parsing, CancellationToken cancellationToken)
    {
        if (!File.Exists(options.Model))
        {
            throw TranscriptionException.SetUp($"The recording cannot be transcribed here: the Whisper model {Path.GetFileName(options.Model)} (Transcription:Model) does not exist on this server.");
        }

        var start = new DotnetChild
        {
            Program = options.ProgramPath, Dotnet = parsing.DotnetPath, Sandbox = parsing.HasSandbox ? parsing.SandboxPath : null, HeapBytes = HeapBytes, File = (options.Model, ModelInSandbox),
        };
        var child = new WhisperChild(options, parsing, Start(start));
        try
        {
            var threads = options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
            var request = new TranscriptionRequest(start.PathInChild, options.Language, threads);
            await child.AskAsync(request, TranscriptionJson.Default.TranscriptionRequest, TimeSpan.FromSeconds(options.LoadSeconds), isModel: true, cancellationToken).ConfigureAwait(false);
            return child;
        }
        catch
        {
            await child.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SpokenSegment>> TranscribeAsync(byte[] samples, CancellationToken cancellationToken)
    {
        var minutes = Math.Max(1, SoundFile.Seconds(samples.Length / SoundPiece.SampleBytes) / 60);
        return await AskAsync(
            new SoundPiece(samples), TranscriptionJson.Default.SoundPiece, TimeSpan.FromSeconds(minutes * _options.SecondsPerMinute), isModel: false, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        ProcessTree.Kill(_process);
        await _watching.ConfigureAwait(false);
        _process.Dispose();
        _stop.Dispose();
    }

    private static Process Start(DotnetChild start)
    {
        try
        {
            var info = start.Start();
            // It would start a debugger to say where it gave up.
            info.Environment["GGML_NO_BACKTRACE"] = "1";
            // Inside a sandbox a missing program would look like a fault of the model.
            return File.Exists(start.Program) && LastingThread.Start(info) is { } process
                ? process : throw TranscriptionException.SetUp("The program that transcribes recordings is missing (Transcription:ProgramPath); tell the administrator.");
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or InvalidOperationException)
        {
            throw TranscriptionException.Passing("The program that transcribes recordings could not be started; tell the administrator.", fault);
        }
    }

    private async Task<IReadOnlyList<SpokenSegment>> AskAsync<T>(
        T message, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, TimeSpan limit, bool isModel, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        ending.CancelAfter(limit);
        try
        {
            await SendAsync(message, type, ending.Token).ConfigureAwait(false);
            // A descendant may keep the pipe open after the child is killed: the wait ends by itself, not by the pipe.
            var frame = await ParserWire.ReadAsync(_process.StandardOutput.BaseStream, MaxAnswerBytes, ending.Token).AsTask().WaitAsync(ending.Token).ConfigureAwait(false);
            var answer = frame is null ? null : JsonSerializer.Deserialize(frame, TranscriptionJson.Default.TranscriptionAnswer);
            return answer switch
            {
                { Fault: { } fault } when isModel => throw BadModel(Spoken.Line(fault)),
                { Fault: { } fault } => throw TranscriptionException.Passing($"Whisper could not transcribe the recording: {Spoken.Line(fault)}."),
                { Segments: { } segments } => segments,
                _ => throw await EndedAsync(isModel).ConfigureAwait(false),
            };
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw _memory.IsOver ? TooMuchMemory(fault) : TooLong(isModel, limit, fault);
        }
        catch (Exception fault) when (fault is InvalidDataException or JsonException)
        {
            throw await EndedAsync(isModel).ConfigureAwait(false);
        }
    }

    private async Task SendAsync<T>(T message, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        try
        {
            await ParserWire.WriteAsync(_process.StandardInput.BaseStream, message, type, cancellationToken).AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The child is gone already; the end of its output says so.
        }
    }

    private TranscriptionException BadModel(string how) =>
        TranscriptionException.SetUp($"The recording cannot be transcribed here: the Whisper model {Path.GetFileName(_options.Model)} (Transcription:Model) cannot be used, {how}.");

    private TranscriptionException TooMuchMemory(Exception fault) => TranscriptionException.SetUp(
        $"The recording cannot be transcribed here: Whisper needs more memory than is allowed ({_options.MemoryLimitBytes >> 20} MiB, Transcription:MemoryLimitBytes).", fault);

    private static TranscriptionException TooLong(bool isModel, TimeSpan limit, Exception fault) => isModel
        ? TranscriptionException.SetUp($"The recording cannot be transcribed here: loading the Whisper model took longer than {limit.TotalSeconds:0} seconds (Transcription:LoadSeconds).", fault)
        : new TranscriptionException(new ParseOutcome(
            ParseStatus.TimedOut, ParseCodes.TimedOut, $"Transcribing a piece of the recording took longer than {limit.TotalSeconds:0} seconds (Transcription:SecondsPerMinute) and was stopped."), fault);

    // The runtime's own words may hold paths of this machine: how the process ended is enough.
    private async Task<TranscriptionException> EndedAsync(bool isModel)
    {
        await Task.WhenAny(_errors, Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None)).ConfigureAwait(false);
        var how = _process.WaitForExit(2_000) ? $"exit status {_process.ExitCode}" : "without an answer";
        return isModel ? BadModel($"loading it ended the program ({how})") : TranscriptionException.Passing(
            $"The program that transcribes recordings broke down ({how}); if that goes on, the Whisper model {Path.GetFileName(_options.Model)} (Transcription:Model) may be damaged.");
    }
}
