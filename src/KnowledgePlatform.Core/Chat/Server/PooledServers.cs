using Microsoft.Extensions.Logging;

namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>The servers of a pool and how they are. Safe for use by several threads at once.</summary>
internal sealed class PooledServers(IReadOnlyList<ServerAddress> addresses, ILogger logger)
{
    private readonly Lock _gate = new();
    private long _turns;

    /// <summary>In the order of their addresses.</summary>
    public IReadOnlyList<PooledServer> All { get; } = [.. addresses.Select(address => new PooledServer(address))];

    public int Count => All.Count;

    /// <summary>The smallest of those that were reached; 0 when none was.</summary>
    public int ContextTokens
    {
        get { lock (_gate) { return Smallest(); } }
    }

    /// <summary>Answers that those which are up write at once; at least 1.</summary>
    public int Parallel
    {
        get { lock (_gate) { return Math.Max(1, All.Sum(server => server.Condition == ServerCondition.Up ? server.Engine!.Parallel : 0)); } }
    }

    /// <summary>As they are shown.</summary>
    public IReadOnlyList<ChatServerState> Shown
    {
        get { lock (_gate) { return [.. All.Select(server => server.Shown(Smallest()))]; } }
    }

    /// <summary>What is wrong with those that something is wrong with.</summary>
    public IReadOnlyList<string> Reasons
    {
        get { lock (_gate) { return [.. All.Select(server => server.Reason).OfType<string>()]; } }
    }

    public bool AreAll(ServerCondition condition)
    {
        lock (_gate)
        {
            return All.All(server => server.Condition == condition);
        }
    }

    /// <summary>The least busy of those that are up and can count tokens.</summary>
    public ServerChatEngine? Counting()
    {
        lock (_gate)
        {
            return All.Where(server => server.Condition == ServerCondition.Up && server.Engine!.Counts).MinBy(server => server.Running)?.Engine;
        }
    }

    /// <summary>Those that have to be asked how they are: one that writes is well.</summary>
    public IReadOnlyList<PooledServer> ToAsk()
    {
        lock (_gate)
        {
            return [.. All.Where(server => server.Condition != ServerCondition.Up || server.Running == 0)];
        }
    }

    /// <summary>
    /// The least busy of those that are up, else one that failed; null when all of these were tried. It counts as writing until <see cref="Release"/>.
    /// </summary>
    /// <param name="tried">Not these.</param>
    /// <param name="anyhow">Those too that are down, once reached before.</param>
    public PooledServer? Take(HashSet<PooledServer> tried, bool anyhow)
    {
        lock (_gate)
        {
            var next = All.Where(server => server.Engine is not null && (anyhow || server.Condition != ServerCondition.Down) && !tried.Contains(server))
                .OrderBy(server => server.Condition).ThenBy(server => server.Running).ThenBy(server => server.LastTurn).FirstOrDefault();
            if (next is not null)
            {
                (next.Running, next.LastTurn) = (next.Running + 1, ++_turns);
            }

            return next;
        }
    }

    /// <summary>It has finished, or failed.</summary>
    public void Release(PooledServer server)
    {
        lock (_gate)
        {
            server.Running--;
        }
    }

    /// <summary>What was found out about one.</summary>
    public void Set(PooledServer server, ServerChatEngine? engine, ServerCondition condition, string? reason)
    {
        bool news;
        lock (_gate)
        {
            news = server.Condition != condition || server.Reason != reason;
            (server.Engine, server.Condition, server.Reason) = (engine, condition, reason);
        }

        if (news && reason is not null)
        {
            Log.ServerDown(logger, reason);
        }
        else if (news)
        {
            Log.ServerUp(logger, server.Address.Shown, engine!.ContextTokens);
        }
    }

    private int Smallest() => All.Min(server => server.Engine?.ContextTokens) ?? 0;
}
