using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>
/// Turns questions and passages into vectors of length 1. The model tells the two apart by a prefix, so they are different
/// methods here: a question embedded as a passage finds less. Safe to use from several threads.
/// </summary>
public sealed class Embedder
{
    private readonly IEmbeddingGenerator<string, Embedding<float>> _generator;
    private readonly EmbeddingOptions _options;

    /// <summary>Wraps a generator that says its model's name and dimensions in its metadata.</summary>
    /// <exception cref="ArgumentException">The generator does not say how many dimensions its vectors have.</exception>
    public Embedder(IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingOptions options)
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(options);
        _generator = generator;
        _options = options;
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        Model = metadata?.DefaultModelId ?? options.Model;
        Dimensions = metadata?.DefaultModelDimensions
            ?? throw new ArgumentException("The embedding generator does not say how many dimensions its vectors have.", nameof(generator));
    }

    /// <summary>Name of the model; vectors of different models must not be compared.</summary>
    public string Model { get; }

    /// <summary>Length of each vector.</summary>
    public int Dimensions { get; }

    /// <summary>What of a stored passage is embedded.</summary>
    internal static string PassageText(string context, string text) => context + "\n" + text;

    /// <summary>Embeds one question.</summary>
    public async Task<ReadOnlyMemory<float>> EmbedQueryAsync(string question, CancellationToken cancellationToken) =>
        (await EmbedQueriesAsync([question], cancellationToken).ConfigureAwait(false))[0];

    /// <summary>
    /// Embeds questions, or texts of one kind that are compared with each other, such as sentences: those take the
    /// question's prefix on both sides.
    /// </summary>
    /// <returns>One vector per text, in the same order.</returns>
    public Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedQueriesAsync(IReadOnlyList<string> questions, CancellationToken cancellationToken) =>
        EmbedAsync(questions, _options.QueryPrefix, cancellationToken);

    /// <summary>Embeds passages that questions will search; of each the model sees the first <see cref="EmbeddingOptions.MaxTokens"/> tokens.</summary>
    /// <returns>One vector per passage, in the same order.</returns>
    public Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedPassagesAsync(IReadOnlyList<string> passages, CancellationToken cancellationToken) =>
        EmbedAsync(passages, _options.PassagePrefix, cancellationToken);

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(IReadOnlyList<string> texts, string prefix, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
        {
            return [];
        }

        var results = await _generator.GenerateAsync(texts.Select(t => prefix + t), cancellationToken: cancellationToken).ConfigureAwait(false);
        return results.Count == texts.Count
            ? [.. results.Select(r => r.Vector)]
            : throw new InvalidOperationException($"The embedding model answered {texts.Count} texts with {results.Count} vectors.");
    }
}
