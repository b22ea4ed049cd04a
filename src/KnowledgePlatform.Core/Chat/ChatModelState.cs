namespace KnowledgePlatform.Core.Chat;

/// <summary>Whether the chat model can be used.</summary>
public enum ChatModelStatus
{
    /// <summary>Not started yet, being checked, or being loaded.</summary>
    Loading,

    /// <summary>Answers.</summary>
    Ready,

    /// <summary>None is configured.</summary>
    Off,

    /// <summary>Cannot be used; <see cref="ChatModelState.Reason"/> says why.</summary>
    Broken,
}

/// <summary>What is known of the chat model, for the settings page and the health check.</summary>
/// <param name="Engine">Where it runs; never <see cref="ChatEngineKind.Auto"/> once started.</param>
/// <param name="Status">Whether it can be used.</param>
/// <param name="Name">Name that answers are recorded with; "" while none is known.</param>
/// <param name="Reason">Why it is off or broken, for an operator to read; else null.</param>
/// <param name="ContextTokens">Tokens of request and answer together; 0 while not ready.</param>
public sealed record ChatModelState(ChatEngineKind Engine, ChatModelStatus Status, string Name, string? Reason, int ContextTokens)
{
    /// <summary>Where it has several servers, how each of them is; else empty.</summary>
    public IReadOnlyList<ChatServerState> Servers { get; init; } = [];
}

/// <summary>One of several servers of a model.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="Up">Requests are sent there.</param>
/// <param name="Running">Answers that it writes now.</param>
/// <param name="ContextTokens">Its context; 0 while it was never reached.</param>
/// <param name="Remark">What is wrong with it, for an operator to read; null when nothing is.</param>
public sealed record ChatServerState(string Address, bool Up, int Running, int ContextTokens, string? Remark);
