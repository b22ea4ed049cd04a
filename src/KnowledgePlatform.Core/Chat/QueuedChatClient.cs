using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Chat;

/// <summary>Checks a request, waits for its turn, keeps the time limit and turns whatever fails into a message for the person who asked.</summary>
internal sealed class QueuedChatClient(ChatModel model, ChatTicket? ticket, string? grammar = null) : IChatClient
{
    // Requests without a ticket belong to nobody in particular and share one place of the round.
    private const string Nobody = "";

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var engine = model.Engine;
        var request = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var complete = model.Complete(options);
        if (grammar is not null)
        {
            OutputGrammar.Put(complete, grammar);
        }

        await RefuseTooLongAsync(engine, request, complete.MaxOutputTokens ?? 1, cancellationToken).ConfigureAwait(false);

        var own = ticket is null ? model.Enter(Nobody) : null;
        try
        {
            await foreach (var _ in (ticket ?? own)!.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                // Whoever shows the place reads it from the ticket.
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, model.Closing);
            stop.CancelAfter(model.Timeout);
            await using var updates = engine.WriteAsync(request, complete, stop.Token).GetAsyncEnumerator(stop.Token);
            while (await NextAsync(updates, cancellationToken).ConfigureAwait(false))
            {
                yield return updates.Current;
            }
        }
        finally
        {
            own?.Dispose();
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("KnowledgePlatform", null, model.Name)
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    public void Dispose()
    {
        // The model belongs to ChatModel, the ticket to the caller.
    }

    private static async ValueTask RefuseTooLongAsync(IChatEngine engine, IReadOnlyList<ChatMessage> request, int answerTokens, CancellationToken cancellationToken)
    {
        var tokens = engine.CountTokens(request);
        if (tokens + answerTokens > engine.ContextTokens)
        {
            // An estimate is rather too high: a server that can count has the last word.
            await engine.CountAheadAsync(request.Select(message => message.Text), cancellationToken).ConfigureAwait(false);
            tokens = engine.CountTokens(request);
        }

        if (tokens + answerTokens > engine.ContextTokens)
        {
            throw new ChatRequestTooLongException(tokens, answerTokens, engine.ContextTokens);
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates, CancellationToken cancellationToken)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ChatUnavailableException(
                model.Closing.IsCancellationRequested
                    ? "The program is being stopped."
                    : $"The model did not finish within {model.Timeout.TotalSeconds:0} s (Chat:TimeoutSeconds).",
                fault);
        }
    }
}
