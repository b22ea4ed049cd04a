namespace KnowledgePlatform.Core.Chat;

/// <summary>There is no model, it is broken, or it did not answer in time. The message is for the person who asked; no detail of the request is in it.</summary>
public sealed class ChatUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

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
