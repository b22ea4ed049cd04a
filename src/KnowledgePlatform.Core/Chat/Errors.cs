namespace KnowledgePlatform.Core.Chat;

/// <summary>There is no model, it is broken, or it did not answer in time. The message is for the person who asked; no detail of the request is in it.</summary>
public sealed class ChatUnavailableException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>What a server's fault says of the server, for a pool of several.</summary>
    internal ServerTrouble Trouble { get; init; }
}

/// <summary>Whether another server may do what one could not.</summary>
internal enum ServerTrouble
{
    /// <summary>It is the request's fault, or nobody's.</summary>
    None,

    /// <summary>It did not accept the request.</summary>
    Refused,

    /// <summary>It has too much to do at the moment.</summary>
    Busy,

    /// <summary>It answers, and not as a server of this model should.</summary>
    Failing,

    /// <summary>It does not answer.</summary>
    Silent,
}

/// <summary>Request and answer together do not fit into the model's context.</summary>
/// <param name="tokens">Tokens of the request; an estimate with a server.</param>
/// <param name="answerTokens">Tokens kept for the answer.</param>
/// <param name="contextTokens">Tokens of the context.</param>
public sealed class ChatRequestTooLongException(int tokens, int answerTokens, int contextTokens) : Exception(
    $"The request has {tokens} tokens; the model takes {Math.Max(0, contextTokens - answerTokens)} ({contextTokens} in all, {answerTokens} of them for the answer).")
{
    /// <summary>Tokens of the request.</summary>
    public int Tokens { get; } = tokens;

    /// <summary>Tokens of the context, the answer's included.</summary>
    public int ContextTokens { get; } = contextTokens;

    /// <summary>Most tokens that a request may have.</summary>
    public int Limit { get; } = Math.Max(0, contextTokens - answerTokens);
}
