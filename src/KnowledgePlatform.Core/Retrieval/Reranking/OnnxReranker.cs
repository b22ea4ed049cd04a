using KnowledgePlatform.Core.CrossEncoding;

namespace KnowledgePlatform.Core.Retrieval.Reranking;

/// <summary>A <see cref="CrossEncoder"/> in this process, which gives one number a pair, or two of which the second speaks for the passage.</summary>
internal sealed class OnnxReranker : IReranker
{
    private readonly CrossEncoder _model;

    /// <summary>Loads the folder, which takes seconds for a large model.</summary>
    /// <exception cref="RerankerException">A file is missing, or not what it should be.</exception>
    public OnnxReranker(RerankerOptions options)
    {
        try
        {
            _model = new CrossEncoder(options.Folder, "Retrieval:Reranker:Folder", options.Threads, options.MaxTokens);
        }
        catch (CrossEncoderException fault)
        {
            throw new RerankerException(fault.Message, fault);
        }
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<double>> ScoreAsync(string question, IReadOnlyList<string> passages, CancellationToken cancellationToken)
    {
        try
        {
            var numbers = await _model.RunAsync([.. passages.Select(passage => (question, passage))], cancellationToken).ConfigureAwait(false);
            return Array.ConvertAll(numbers, Score);
        }
        catch (CrossEncoderException fault)
        {
            throw new RerankerException($"the reranker: {fault.Message}", fault);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _model.Dispose();

    private static double Score(float[] logits) => logits.Length switch
    {
        1 => logits[0],
        2 => logits[1] - logits[0],
        _ => throw new RerankerException($"the reranker's model gives {logits.Length} numbers for a pair, not one or two"),
    };
}
