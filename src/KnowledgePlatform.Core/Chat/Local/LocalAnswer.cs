using System.Text;
using System.Threading.Channels;
using LLama;
using LLama.Native;
using LLama.Sampling;
using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>An answer on its way: made and read by whoever asks, all else belongs to the thread of <see cref="InferenceLoop"/>.</summary>
internal sealed class LocalAnswer : IDisposable
{
    private readonly Channel<string> _pieces = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleWriter = true, SingleReader = true });
    private readonly BaseSamplingPipeline _sampling;
    private readonly StreamingTokenDecoder _decoder;
    private readonly StopText _stop;
    private readonly LLamaWeights _weights;
    private readonly int _most;
    private volatile bool _left;

    /// <param name="weights">The model.</param>
    /// <param name="prompt">The request as tokens; at least one.</param>
    /// <param name="options">Length, sampling, texts at which to stop, grammar.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public LocalAnswer(LLamaWeights weights, LLamaToken[] prompt, ChatOptions options, CancellationToken cancellationToken)
    {
        (_weights, Prompt, Cancellation) = (weights, prompt, cancellationToken);
        (_most, _stop, _sampling) = (options.MaxOutputTokens ?? int.MaxValue, new StopText(options.StopSequences), Sampling.For(options));
        _decoder = new StreamingTokenDecoder(Encoding.UTF8, weights);
    }

    public LLamaToken[] Prompt { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>What is written, piece by piece; ends with the exception when it fails.</summary>
    public ChannelReader<string> Pieces => _pieces.Reader;

    /// <summary>Nobody waits for it any more.</summary>
    public bool Abandoned => _left || Cancellation.IsCancellationRequested;

    /// <summary>Why it ended; once <see cref="Pieces"/> has ended.</summary>
    public ChatFinishReason Finish { get; private set; } = ChatFinishReason.Length;

    /// <summary>Tokens that were written.</summary>
    public int Written { get; private set; }

    /// <summary>Tokens of the prompt that were there already.</summary>
    public int Reused { get; private set; }

    /// <summary>Where its tokens are in the context.</summary>
    public CachedSequence? Sequence { get; private set; }

    /// <summary>Tokens of the prompt that are still to be read.</summary>
    public int Unread => Prompt.Length - Math.Min(Prompt.Length, Sequence?.Tokens.Count ?? 0);

    /// <summary>The token that was written last, which the model has not seen yet.</summary>
    public LLamaToken Next { get; private set; }

    /// <summary>Place of its values in the batch; negative when it has none there.</summary>
    public int BatchIndex { get; set; } = -1;

    /// <summary>It gets its turn.</summary>
    public void Begin(CachedSequence sequence) => (Sequence, Reused) = (sequence, sequence.Tokens.Count);

    /// <summary>Chooses the next token.</summary>
    /// <returns>False when the answer has ended.</returns>
    public bool Choose(SafeLLamaContextHandle context)
    {
        Next = _sampling.Sample(context, BatchIndex);
        if (Next.IsEndOfGeneration(_weights.Vocab))
        {
            Finish = ChatFinishReason.Stop;
            return false;
        }

        Written++;
        _decoder.Add(Next);
        Write(_stop.Take(_decoder.Read()));
        if (_stop.IsMet)
        {
            Finish = ChatFinishReason.Stop;
            return false;
        }

        return Written < _most;
    }

    /// <summary>Its last piece, or why there is none.</summary>
    public void End(Exception? fault)
    {
        if (fault is null)
        {
            Write(_stop.Rest());
        }

        _sampling.Dispose();
        _pieces.Writer.TryComplete(fault);
    }

    /// <summary>Whoever reads it reads no further.</summary>
    public void Dispose() => _left = true;

    private void Write(string text)
    {
        if (text.Length > 0)
        {
            _pieces.Writer.TryWrite(text);
        }
    }
}
