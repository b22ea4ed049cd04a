using System.Collections.Concurrent;
using LLama;
using LLama.Common;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>The contexts (the memory of a conversation), made when the model is loaded: memory that is not there shows at the start, not in somebody's answer.</summary>
internal sealed class ContextPool : IDisposable
{
    private readonly ConcurrentBag<LLamaContext> _free = [];
    private readonly SemaphoreSlim _places;
    private readonly int _count;

    /// <exception cref="ChatUnavailableException">There is not enough memory.</exception>
    public ContextPool(LLamaWeights weights, ModelParams parameters, int count)
    {
        _places = new SemaphoreSlim(count);
        _count = count;
        for (var i = 0; i < count; i++)
        {
            var context = weights.CreateContext(parameters);
            if (context.NativeHandle.IsInvalid)
            {
                Free();
                throw new ChatUnavailableException($"There is not enough memory for a context of {parameters.ContextSize} tokens; set Chat:ContextTokens or Chat:Parallel lower.");
            }

            _free.Add(context);
        }
    }

    /// <summary>An empty context; give it back when done.</summary>
    public async Task<LLamaContext> RentAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        _free.TryTake(out var context);
        // What the last answer left there, a broken-off computation too.
        context!.NativeHandle.MemoryClear(data: false);
        return context;
    }

    /// <summary>Gives a context back.</summary>
    public void Return(LLamaContext context)
    {
        _free.Add(context);
        _places.Release();
    }

    /// <summary>Waits until all contexts are back, so that none is freed under a running computation; false when one does not come.</summary>
    public async Task<bool> AllBackAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            for (var i = 0; i < _count; i++)
            {
                await _places.WaitAsync(limit.Token).ConfigureAwait(false);
            }

            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        Free();
        _places.Dispose();
    }

    private void Free()
    {
        while (_free.TryTake(out var context))
        {
            context.Dispose();
        }
    }
}
