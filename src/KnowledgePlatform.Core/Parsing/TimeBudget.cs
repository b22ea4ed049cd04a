namespace KnowledgePlatform.Core.Parsing;

/// <summary>Counts the time spent waiting for the child and cancels when it is used up; time in which pages are stored does not count.</summary>
internal sealed class TimeBudget : IDisposable
{
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TimeSpan _left;

    public TimeBudget(TimeSpan limit, TimeProvider time, CancellationTokenSource stop)
    {
        (_time, _left) = (time, limit);
        _timer = time.CreateTimer(_ => Cancel(stop), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets the clock run until the result is disposed.</summary>
    public IDisposable Run() => new Running(this);

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private static void Cancel(CancellationTokenSource stop)
    {
        try
        {
            stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Ended at the same moment.
        }
    }

    private sealed class Running : IDisposable
    {
        private readonly TimeBudget _budget;
        private readonly long _began;

        public Running(TimeBudget budget)
        {
            (_budget, _began) = (budget, budget._time.GetTimestamp());
            budget._timer.Change(budget._left > TimeSpan.Zero ? budget._left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            _budget._timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _budget._left -= _budget._time.GetElapsedTime(_began);
        }
    }
}
