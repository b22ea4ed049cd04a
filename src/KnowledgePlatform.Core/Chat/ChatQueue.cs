namespace KnowledgePlatform.Core.Chat;

/// <summary>
/// Lets a bounded number of people speak with the model at once and shows the others their place. Fair between askers:
/// someone who asks five questions in a row stands behind a second person's first one (start-time fair queuing).
/// </summary>
public sealed class ChatQueue
{
    private readonly Lock _gate = new();
    private readonly List<ChatTicket> _waiting = [];
    private readonly Dictionary<string, long> _lastRound = new(StringComparer.Ordinal);
    private int _parallel;
    private readonly int _maxWaiting;
    private readonly int _maxWaitingEach;
    private long _round;
    private long _arrivals;
    private int _running;

    /// <param name="parallel">How many may speak at once, at least 1.</param>
    /// <param name="maxWaiting">How many may wait; one more is refused.</param>
    /// <param name="maxWaitingEach">How many may wait for one asker; one more is refused. Null: as many as may wait at all.</param>
    public ChatQueue(int parallel, int maxWaiting, int? maxWaitingEach = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(maxWaiting);
        (_parallel, _maxWaiting, _maxWaitingEach) = (parallel, maxWaiting, maxWaitingEach ?? maxWaiting);
    }

    /// <summary>How many are being answered now.</summary>
    public int Running
    {
        get { lock (_gate) { return _running; } }
    }

    /// <summary>How many wait.</summary>
    public int Waiting
    {
        get { lock (_gate) { return _waiting.Count; } }
    }

    /// <summary>Takes a place for <paramref name="asker"/> (any stable key of a person). Dispose the ticket to give it up.</summary>
    /// <exception cref="ChatQueueFullException">So many wait already that another would wait too long.</exception>
    public ChatTicket Enter(string asker)
    {
        ArgumentNullException.ThrowIfNull(asker);
        lock (_gate)
        {
            if (_running >= _parallel)
            {
                RefuseWhenFull(asker);
            }

            var round = Math.Max(_round, _lastRound.GetValueOrDefault(asker, -1) + 1);
            _lastRound[asker] = round;
            var ticket = new ChatTicket(this, asker, round, _arrivals++);
            var at = _waiting.FindIndex(other => ticket.Precedes(other));
            _waiting.Insert(at < 0 ? _waiting.Count : at, ticket);
            Advance();
            return ticket;
        }
    }

    /// <summary>A server came or went: how many may speak at once from now on, at least 1. Who speaks already finishes.</summary>
    internal void Resize(int parallel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parallel, 1);
        lock (_gate)
        {
            _parallel = parallel;
            Advance();
        }
    }

    internal void Leave(ChatTicket ticket)
    {
        lock (_gate)
        {
            if (!_waiting.Remove(ticket))
            {
                _running--;
            }

            Advance();
        }
    }

    private void RefuseWhenFull(string asker)
    {
        var own = _waiting.Count(ticket => ticket.Asker == asker);
        if (own >= _maxWaitingEach)
        {
            throw new ChatQueueFullException(own, own: true);
        }

        if (_waiting.Count >= _maxWaiting)
        {
            throw new ChatQueueFullException(_waiting.Count, own: false);
        }
    }

    // Under the lock: starts whoever may start and tells everybody else the new place.
    private void Advance()
    {
        while (_running < _parallel && _waiting.Count > 0)
        {
            var next = _waiting[0];
            _waiting.RemoveAt(0);
            _running++;
            _round = Math.Max(_round, next.Round);
            next.Place = 0;
        }

        for (var i = 0; i < _waiting.Count; i++)
        {
            _waiting[i].Place = i + 1;
        }

        if (_running == 0 && _waiting.Count == 0)
        {
            // Nobody is there: rounds start anew, so that the table of askers does not grow for ever.
            _lastRound.Clear();
            _round = 0;
        }
    }
}

/// <summary>So many wait for the model that one more is refused.</summary>
/// <param name="waiting">How many were waiting.</param>
/// <param name="own">True when all of these belong to whoever asks.</param>
public sealed class ChatQueueFullException(int waiting, bool own)
    : InvalidOperationException(own
        ? $"{waiting} of your questions are waiting for the model already; please ask again when one is answered."
        : $"{waiting} people are waiting for the model already; please ask again in a moment.")
{
    /// <summary>How many were waiting.</summary>
    public int Waiting { get; } = waiting;
}
