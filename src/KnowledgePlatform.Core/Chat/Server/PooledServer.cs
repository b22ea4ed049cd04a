namespace KnowledgePlatform.Core.Chat.Server;

/// <summary>How one of several servers is.</summary>
internal enum ServerCondition
{
    /// <summary>Requests are sent there.</summary>
    Up,

    /// <summary>It answered with an error: it is asked only when no other is up.</summary>
    Failing,

    /// <summary>It does not answer, or does not offer the model.</summary>
    Down,
}

/// <summary>One of several servers of a model. Whatever changes is changed under the pool's lock.</summary>
internal sealed class PooledServer(ServerAddress address)
{
    public ServerAddress Address { get; } = address;

    /// <summary>Null while it was never reached, and when it does not offer the model.</summary>
    public ServerChatEngine? Engine { get; set; }

    public ServerCondition Condition { get; set; } = ServerCondition.Down;

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Reason { get; set; }

    /// <summary>Answers that it writes now.</summary>
    public int Running { get; set; }

    /// <summary>Number of the last request that it got: of two that are equally busy, the one that waited longer is asked.</summary>
    public long LastTurn { get; set; }

    /// <summary>As it is shown.</summary>
    /// <param name="context">The context that is used with all of them.</param>
    public ChatServerState Shown(int context)
    {
        var own = Engine?.ContextTokens ?? 0;
        var longer = Condition == ServerCondition.Up && own > context
            ? $"Its context is {own} tokens; {context} are used, as many as the smallest of these servers has."
            : null;
        return new ChatServerState(Address.Shown, Condition == ServerCondition.Up, Running, own, Reason ?? longer);
    }
}
