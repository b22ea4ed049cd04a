using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>
/// Several servers that offer the same model: a request goes to the one that has least to do, and before its first word to the next one when that fails. No server is asked twice while another was not.
/// </summary>
internal sealed class ServerPool : IChatEngine
{
    // As the client of a single server waits: 0.8 s, then twice as long each time.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.8);

    private readonly ChatEngineOptions _options;
    private readonly PooledServers _servers;
    private readonly Action<string> _lost;
    private readonly Action<int> _resized;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TokenCounts _counts = new();
    private readonly SemaphoreSlim _probing = new(1);
    private long _probed;

    private ServerPool(ChatEngineOptions options, IReadOnlyList<ServerAddress> addresses, Action<string> lost, Action<int> resized, TimeProvider time, ILogger logger)
    {
        (_options, _lost, _resized, _time, _logger) = (options, lost, resized, time, logger);
        _servers = new PooledServers(addresses, logger);
    }

    /// <summary>As the first of the servers that were reached lists it.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The smallest of those that were reached.</summary>
    public int ContextTokens => _servers.ContextTokens;

    /// <summary>Of all that are up together.</summary>
    public int Parallel => _servers.Parallel;

    /// <summary>How each of them is, in the order of their addresses.</summary>
    public IReadOnlyList<ChatServerState> Servers => _servers.Shown;

    /// <summary>Looks for all of them at once.</summary>
    /// <param name="options">Key, model, limits.</param>
    /// <param name="addresses">Two or more.</param>
    /// <param name="lost">Told, with the reason, when none can be reached any more.</param>
    /// <param name="resized">Told how many answers may be written at once when that changes.</param>
    /// <param name="time">For looking again.</param>
    /// <param name="logger">Told which come and go.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="ChatUnavailableException">None can be used; the message says why of each.</exception>
    public static async Task<ServerPool> ConnectAsync(
        ChatEngineOptions options, IReadOnlyList<ServerAddress> addresses, Action<string> lost, Action<int> resized, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        var pool = new ServerPool(options, addresses, lost, resized, time, logger);
        await Task.WhenAll(pool._servers.All.Select(server => pool.ProbeAsync(server, options.ServerModel, cancellationToken))).ConfigureAwait(false);
        pool._probed = time.GetTimestamp();
        pool.Name = pool._servers.All.FirstOrDefault(server => server.Condition == ServerCondition.Up)?.Engine?.Name ?? throw pool.None();
        // One that has another model first may have this one as well.
        await Task.WhenAll(pool._servers.All.Where(server => server.Engine is { } engine && !IsSame(engine.Name, pool.Name)).Select(server => pool.ProbeAsync(server, Bare(pool.Name), cancellationToken)))
            .ConfigureAwait(false);
        return pool;
    }

    /// <summary>Asks those that write nothing at the moment how they are; one that writes is well.</summary>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await _probing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Interlocked.Exchange(ref _probed, _time.GetTimestamp());
            // Ollama adds a tag to a name that is given without one; the others know it without.
            await Task.WhenAll(_servers.ToAsk().Select(server => ProbeAsync(server, _options.ServerModel ?? Bare(Name), cancellationToken))).ConfigureAwait(false);
            TellChatModel();
        }
        finally
        {
            _probing.Release();
        }
    }

    public int CountTokens(string text) => _counts.Find(text) ?? TokenEstimate.Of(text);

    public int CountTokens(IEnumerable<ChatMessage> messages) => messages.Sum(message => CountTokens(message.Text) + TokenEstimate.MessageMarks);

    public Task CountAheadAsync(IEnumerable<string> texts, CancellationToken cancellationToken) =>
        _servers.Counting()?.CountAheadAsync(texts, cancellationToken) ?? Task.CompletedTask;

    public async IAsyncEnumerable<ChatResponseUpdate> WriteAsync(
        IEnumerable<ChatMessage> messages, ChatOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ProbeWhenDue();
        var (server, updates, first) = await BeginAsync(messages as IReadOnlyList<ChatMessage> ?? [.. messages], options, cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var update in first)
            {
                yield return update;
            }

            while (await NextAsync(server, updates).ConfigureAwait(false))
            {
                yield return updates.Current;
            }
        }
        finally
        {
            _servers.Release(server);
            await updates.DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var engine in _servers.All.Select(server => server.Engine).OfType<ServerChatEngine>())
        {
            await engine.DisposeAsync().ConfigureAwait(false);
        }
    }

    // Until a server has written its first word: what came before it is held back, since another may yet write the answer.
    private async Task<(PooledServer Server, IAsyncEnumerator<ChatResponseUpdate> Updates, List<ChatResponseUpdate> First)> BeginAsync(
        IReadOnlyList<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken)
    {
        var (tried, faults, pause) = (new HashSet<PooledServer>(), new Dictionary<PooledServer, ChatUnavailableException>(), FirstPause);
        for (var round = 0; ;)
        {
            if (_servers.Take(tried, anyhow: round > 0) is not { } server)
            {
                if (tried.Count == 0 || round++ == _options.Retries)
                {
                    throw faults.Count == 1 ? faults.Values.Single() : None(faults.Values.Select(fault => fault.Message));
                }

                tried.Clear();
                await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
                pause *= 2;
                continue;
            }

            tried.Add(server);
            var (updates, first) = (server.Engine!.WriteAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken), new List<ChatResponseUpdate>());
            try
            {
                while (await updates.MoveNextAsync().ConfigureAwait(false))
                {
                    first.Add(updates.Current);
                    if (updates.Current.Text.Length > 0)
                    {
                        break;
                    }
                }

                return (server, updates, first);
            }
            catch (Exception fault)
            {
                _servers.Release(server);
                await updates.DisposeAsync().ConfigureAwait(false);
                if (fault is not ChatUnavailableException { Trouble: not (ServerTrouble.None or ServerTrouble.Refused) } unavailable)
                {
                    throw;
                }

                faults[server] = unavailable;
                Failed(server, unavailable);
            }
        }
    }

    private async ValueTask<bool> NextAsync(PooledServer server, IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (ChatUnavailableException fault)
        {
            Failed(server, fault);
            throw;
        }
    }

    private void Failed(PooledServer server, ChatUnavailableException fault)
    {
        if (fault.Trouble is ServerTrouble.Failing or ServerTrouble.Silent)
        {
            _servers.Set(server, server.Engine, fault.Trouble == ServerTrouble.Silent ? ServerCondition.Down : ServerCondition.Failing, fault.Message);
            TellChatModel();
        }
    }

    private async Task ProbeAsync(PooledServer server, string? wanted, CancellationToken cancellationToken)
    {
        var engine = server.Engine;
        try
        {
            // Connections that an answer may still come through are not closed: unused ones close by themselves.
            engine = engine is not null && (wanted is null || IsSame(engine.Name, wanted)) && await engine.StillOffersAsync(cancellationToken).ConfigureAwait(false) ? engine
                : await ServerChatEngine.ConnectAsync(_options, server.Address, wanted, 0, _counts, _ => { }, cancellationToken).ConfigureAwait(false);
            _servers.Set(server, engine, ServerCondition.Up, null);
        }
        catch (ChatUnavailableException fault)
        {
            // It answers, and has another model or none.
            var other = fault.Trouble == ServerTrouble.None;
            _servers.Set(server, other ? null : engine, fault.Trouble is ServerTrouble.Failing or ServerTrouble.Busy ? ServerCondition.Failing : ServerCondition.Down, fault.Message);
        }
    }

    private async Task ProbeInBackgroundAsync()
    {
        try
        {
            await ProbeAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // The model was disposed of meanwhile, or whatever it was: the next question looks again.
            Log.NotLooked(_logger, fault);
        }
    }

    private void TellChatModel()
    {
        _resized(Parallel);
        if (_servers.AreAll(ServerCondition.Down))
        {
            _lost(None().Message);
        }
    }

    // A model of the registry has no timer: what failed is looked for with a question, which does not wait for it.
    private void ProbeWhenDue()
    {
        var before = Interlocked.Read(ref _probed);
        if (!_servers.AreAll(ServerCondition.Up) && _time.GetElapsedTime(before) >= TimeSpan.FromSeconds(_options.ProbeAgainSeconds)
            && Interlocked.CompareExchange(ref _probed, _time.GetTimestamp(), before) == before)
        {
            _ = ProbeInBackgroundAsync();
        }
    }

    private ChatUnavailableException None(params IEnumerable<string> reasons)
    {
        var said = reasons.ToList();
        return new ChatUnavailableException($"None of the {_servers.Count} chat servers can be asked. {string.Join(' ', said.Count > 0 ? said : _servers.Reasons)}");
    }

    private static bool IsSame(string one, string other) => Bare(one) == Bare(other);

    private static string Bare(string name) => name.EndsWith(":latest", StringComparison.Ordinal) ? name[..^":latest".Length] : name;
}
