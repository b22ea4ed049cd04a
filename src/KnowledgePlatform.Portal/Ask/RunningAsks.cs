using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>
/// The answers that are being made for people at pages. A page that is loaded anew finds its own here and shows it on; one that nobody came back to is stopped
/// after a while, so that the model is free for others.
/// </summary>
public sealed class RunningAsks
{
    private readonly List<AnswerRun> _runs = [];
    private readonly AskService _service;
    private readonly AskPageOptions _options;
    private readonly TimeProvider _time;
    private readonly CancellationToken _closing;
    private readonly ILogger<RunningAsks> _log;

    /// <summary>Takes its parts from the services.</summary>
    public RunningAsks(AskService service, IOptions<AskPageOptions> options, TimeProvider time, IHostApplicationLifetime host, ILogger<RunningAsks> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(host);
        (_service, _options, _time, _closing, _log) = (service, options.Value, time, host.ApplicationStopping, log);
        _closing.Register(StopAll);
    }

    /// <summary>Asks; whoever asks follows the run next.</summary>
    /// <exception cref="RefusedException"><c>too_many_questions</c>: so many answers are being made for the person already.</exception>
    public AnswerRun Begin(Caller caller, AskRequest request)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var run = new AnswerRun(caller, request);
        lock (_runs)
        {
            if (_runs.Count(other => other.Asker.UserId == caller.UserId && !other.Ended.IsCompleted) >= _options.AtOnce)
            {
                run.Dispose();
                throw new RefusedException(
                    RefusalKind.TooMany, "too_many_questions", $"{_options.AtOnce} of your questions are being answered. Wait for one of them, or stop it.");
            }

            _runs.Add(run);
            // The page may go before it follows.
            LeaveAlone(run);
        }

        // Not on the page's own thread of control: it goes on when the page is gone.
        _ = Task.Run(async () =>
        {
            using (run)
            {
                await run.RunAsync(stopped => _service.AskAsync(caller, request, stopped), error => Log.AnswerFailed(_log, error));
            }
        });
        return run;
    }

    /// <summary>What is being made for a person, and what was made since the person's page went.</summary>
    public IReadOnlyList<AnswerRun> Of(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        lock (_runs)
        {
            return [.. _runs.Where(run => run.Asker.UserId == caller.UserId)];
        }
    }

    /// <summary>Returns when the run has ended.</summary>
    /// <param name="run">The run.</param>
    /// <param name="changed">Called after each step, on any thread.</param>
    /// <param name="left">Ends when the page is gone.</param>
    /// <exception cref="OperationCanceledException">The page went first.</exception>
    public async Task FollowAsync(AnswerRun run, Action changed, CancellationToken left)
    {
        ArgumentNullException.ThrowIfNull(run);
        lock (_runs)
        {
            run.Watchers++;
        }

        run.Changed += changed;
        try
        {
            await run.Ended.WaitAsync(left);
        }
        finally
        {
            run.Changed -= changed;
            Leave(run, left.IsCancellationRequested);
        }
    }

    private void Leave(AnswerRun run, bool unseen)
    {
        lock (_runs)
        {
            run.Watchers--;
            if (!unseen)
            {
                _runs.Remove(run);
            }
            else if (run.Watchers == 0)
            {
                LeaveAlone(run);
            }
        }
    }

    private void LeaveAlone(AnswerRun run)
    {
        run.Departures++;
        _ = ForgetLaterAsync(run, run.Departures);
    }

    private async Task ForgetLaterAsync(AnswerRun run, int departure)
    {
        await Task.Delay(TimeSpan.FromSeconds(_options.LeaveSeconds), _time, _closing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_runs)
        {
            if (run.Watchers > 0 || run.Departures != departure)
            {
                return;
            }

            _runs.Remove(run);
        }

        run.Stop();
    }

    private void StopAll()
    {
        List<AnswerRun> runs;
        lock (_runs)
        {
            runs = [.. _runs];
        }

        runs.ForEach(run => run.Stop());
    }
}
