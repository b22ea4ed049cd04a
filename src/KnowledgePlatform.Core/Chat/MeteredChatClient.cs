using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Chat;

/// <summary>Writes into a meter what requests take.</summary>
internal sealed class MeteredChatClient(IChatClient inner, ChatModel model, ModelMeter meter) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        meter.Begin(model, request);
        await using var updates = base.GetStreamingResponseAsync(request, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(updates).ConfigureAwait(false))
        {
            meter.Take(updates.Current);
            yield return updates.Current;
        }
    }

    private async ValueTask<bool> NextAsync(IAsyncEnumerator<ChatResponseUpdate> updates)
    {
        try
        {
            return await updates.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            meter.Fail();
            throw;
        }
    }
}
