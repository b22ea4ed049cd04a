using System.Runtime.CompilerServices;

namespace KnowledgePlatform.Core.Chat;

/// <summary>A place in the <see cref="ChatQueue"/>: wait with it, speak, then dispose it.</summary>
public sealed class ChatTicket : IDisposable
{
    private readonly ChatQueue _queue;
    private readonly long _arrival;
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _place = -1;
    private int _disposed;

    internal ChatTicket(ChatQueue queue, string asker, long round, long arrival)
    {
        _queue = queue;
        _arrival = arrival;
        Asker = asker;
        Round = round;
    }

    /// <summary>The key given to <see cref="ChatQueue.Enter"/>.</summary>
    public string Asker { get; }

    /// <summary>0 when it is this asker's turn, 1 for the next one, and so on.</summary>
    public int Place
    {
        get { lock (_gate) { return _place; } }

        internal set
        {
            TaskCompletionSource changed;
            lock (_gate)
            {
                if (_place == value)
                {
                    return;
                }

                _place = value;
                changed = _changed;
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            changed.SetResult();
        }
    }

    internal long Round { get; }

    /// <summary>Yields the place each time it changes and ends, without yielding 0, when it is this asker's turn.</summary>
    public async IAsyncEnumerable<int> WaitAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var told = 0;
        while (true)
        {
            int place;
            Task changed;
            lock (_gate)
            {
                place = _place;
                changed = _changed.Task;
            }

            if (place == 0)
            {
                yield break;
            }

            if (place != told)
            {
                told = place;
                yield return place;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Leaves the queue, or ends the turn.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _queue.Leave(this);
        }
    }

    internal bool Precedes(ChatTicket other) => (Round, _arrival).CompareTo((other.Round, other._arrival)) < 0;
}
