using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Chat;

/// <summary>A model that is ready: in this process, or at a server.</summary>
internal interface IChatEngine : IAsyncDisposable
{
    /// <summary>Name that answers are recorded with.</summary>
    string Name { get; }

    /// <summary>Tokens of request and answer together.</summary>
    int ContextTokens { get; }

    /// <summary>How many answers it writes at once.</summary>
    int Parallel { get; }

    /// <summary>Tokens of a text; never too few.</summary>
    int CountTokens(string text);

    /// <summary>Tokens of a request with all that the model's template adds; never too few.</summary>
    int CountTokens(IEnumerable<ChatMessage> messages);

    /// <summary>
    /// Learns the tokens of these texts, so that <see cref="CountTokens(string)"/> is exact for them from now on. Where that cannot be had in time they stay estimated. Nothing has to be learned in process.
    /// </summary>
    Task CountAheadAsync(IEnumerable<string> texts, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes an answer; the caller has checked the length and holds a turn.</summary>
    IAsyncEnumerable<ChatResponseUpdate> WriteAsync(IEnumerable<ChatMessage> messages, ChatOptions options, CancellationToken cancellationToken);
}
