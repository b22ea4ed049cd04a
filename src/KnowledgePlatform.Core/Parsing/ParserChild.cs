using System.ComponentModel;
using System.Diagnostics;
using KnowledgePlatform.Core.Processes;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>One child process with its limits; disposing it kills whatever is left of it.</summary>
internal sealed class ParserChild : IDisposable
{
    // 128 and SIGSEGV, as a shell says it. A native child whose stack is full ends so, without the words that the runtime has for a managed one (dotnet/runtime issue 82334);
    // managed code has no other way to such an end.
    private const int SegmentationFault = 139;

    private static readonly TimeSpan ExitPatience = TimeSpan.FromSeconds(5);

    private readonly ParsingOptions _options;
    private readonly TimeProvider _time;
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ParserChild(ParsingOptions options, TimeProvider time, Process process)
    {
        (_options, _time, _process) = (options, time, process);
        _errors = ErrorTail.ReadAsync(process.StandardError);
    }

    /// <summary>Starts the child; null when that is not possible.</summary>
    public static ParserChild? Start(ParsingOptions options, string path, TimeProvider time)
    {
        try
        {
            // Inside a sandbox a missing program would look like a fault of the file.
            return File.Exists(options.ParserPath) && LastingThread.Start(ParserStart.For(options, path).Start()) is { } process ? new ParserChild(options, time, process) : null;
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>True while the child waits for another request; see <see cref="ParseRequest.Continues"/>.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Sends the request and takes messages until the document ends, one way or another.</summary>
    public async Task<ParseOutcome> ConverseAsync(ParseRequest request, ParserAnswer answer, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var budget = new TimeBudget(_options.TimeLimit, _time, stop);
        var memory = new MemoryWatch(_process, _options.MemoryLimitBytes, _options.MemoryCheckInterval, stop);
        var watching = memory.RunAsync(stop.Token);
        IsReady = false;
        try
        {
            await SendAsync(request, budget, stop.Token).ConfigureAwait(false);
            var outcome = await ReceiveAsync(answer, budget, stop.Token, cancellationToken).ConfigureAwait(false) ?? await EndedSilentlyAsync(memory, answer.HasPages).ConfigureAwait(false);
            IsReady = request.Continues && outcome.Status is (ParseStatus.Completed or ParseStatus.Partial or ParseStatus.Refused);
            return outcome;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return memory.IsOver ? Outcomes.OutOfMemory(_options.MemoryLimitBytes) : Outcomes.TimedOut(_options.TimeLimit);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            if (!IsReady)
            {
                Kill();
            }

            await watching.ConfigureAwait(false);
        }
    }

    /// <summary>Kills the process and all that it started.</summary>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task SendAsync(ParseRequest request, TimeBudget budget, CancellationToken cancellationToken)
    {
        using var running = budget.Run();
        try
        {
            await ParserWire.WriteAsync(_process.StandardInput.BaseStream, request, ParserJson.Default.ParseRequest, cancellationToken)
                .AsTask().WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The child is gone already; the end of its output says so.
        }
    }

    private async Task<ParseOutcome?> ReceiveAsync(ParserAnswer answer, TimeBudget budget, CancellationToken stop, CancellationToken cancellationToken)
    {
        var output = _process.StandardOutput.BaseStream;
        while (true)
        {
            byte[]? frame;
            using (budget.Run())
            {
                try
                {
                    // A descendant may keep the pipe open after the child is killed: the wait ends by itself, not by the pipe.
                    frame = await ParserWire.ReadAsync(output, _options.MaxMessageBytes, stop).AsTask().WaitAsync(stop).ConfigureAwait(false);
                }
                catch (InvalidDataException)
                {
                    stop.ThrowIfCancellationRequested();
                    return await EndedByFaultAsync().ConfigureAwait(false) ? null : Outcomes.ProtocolViolated;
                }
            }

            if (frame is null)
            {
                stop.ThrowIfCancellationRequested();
                return null;
            }

            if (await answer.TakeAsync(frame, cancellationToken).ConfigureAwait(false) is { } outcome)
            {
                return outcome;
            }
        }
    }

    // Half a message is what a child leaves that was killed; its end is seen a little later than that of its output.
    private async Task<bool> EndedByFaultAsync()
    {
        using var patience = new CancellationTokenSource(ExitPatience);
        await _process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _process.HasExited && _process.ExitCode != 0;
    }

    private async Task<ParseOutcome> EndedSilentlyAsync(MemoryWatch memory, bool hasPages)
    {
        using var patience = new CancellationTokenSource(ExitPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return Outcomes.ProtocolViolated; // closed its output and lives on
        }

        // A descendant may keep the pipe open: the wait is bounded.
        await Task.WhenAny(_errors, Task.Delay(ExitPatience)).ConfigureAwait(false);
        var errors = _errors.IsCompletedSuccessfully ? await _errors.ConfigureAwait(false) : "";
        if (memory.IsOver || _process.ExitCode == ParserWire.OutOfMemoryExitCode || errors.Contains("Out of memory", StringComparison.OrdinalIgnoreCase))
        {
            return Outcomes.OutOfMemory(_options.MemoryLimitBytes);
        }

        var hasFullStack = _options.IsNative ? _process.ExitCode == SegmentationFault : errors.Contains("Stack overflow", StringComparison.OrdinalIgnoreCase);
        return hasFullStack ? Outcomes.NestedTooDeeply(hasPages) : Outcomes.Crashed($"exit status {_process.ExitCode}");
    }

    private void Kill() => ProcessTree.Kill(_process);
}
