using System.ComponentModel;
using System.Diagnostics;
using KnowledgePlatform.Core.Processes;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Parsing;

/// <summary>One child process with its limits; disposing it kills whatever is left of it.</summary>
internal sealed class ParserChild : IDisposable
{
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
            return File.Exists(options.ParserPath) && Process.Start(ParserStart.For(options, path)) is { } process ? new ParserChild(options, time, process) : null;
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Sends the request and takes messages until the document ends, one way or another.</summary>
    public async Task<ParseOutcome> ConverseAsync(string path, string fileName, ParserAnswer answer, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var budget = new TimeBudget(_options.TimeLimit, _time, stop);
        var memory = new MemoryWatch(_process, _options, stop);
        var watching = memory.RunAsync(stop.Token);
        try
        {
            await SendAsync(path, fileName, budget, stop.Token).ConfigureAwait(false);
            return await ReceiveAsync(answer, budget, stop.Token, cancellationToken).ConfigureAwait(false) ?? await EndedSilentlyAsync(memory).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return memory.IsOver ? Outcomes.OutOfMemory(_options.MemoryLimitBytes) : Outcomes.TimedOut(_options.TimeLimit);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            Kill();
            await watching.ConfigureAwait(false);
        }
    }

    /// <summary>Kills the process and all that it started.</summary>
    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }

    private async Task SendAsync(string path, string fileName, TimeBudget budget, CancellationToken cancellationToken)
    {
        var limits = _options.Limits with { MaxSeconds = (int)Math.Clamp(_options.TimeLimit.TotalSeconds * 5, 60, 86_400) };
        var request = new ParseRequest(ParserWire.Version, ParserStart.PathInChild(_options, path), fileName, limits);
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
                    return _process.WaitForExit(0) && _process.ExitCode != 0 ? null : Outcomes.ProtocolViolated;
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

    private async Task<ParseOutcome> EndedSilentlyAsync(MemoryWatch memory)
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

        return Outcomes.Crashed(errors.Contains("Stack overflow", StringComparison.OrdinalIgnoreCase) ? "its parts are nested too deeply" : $"exit status {_process.ExitCode}");
    }

    private void Kill() => ProcessTree.Kill(_process);
}
