using KnowledgePlatform.Core.Embeddings;
using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Database.Tests.Embeddings;

/// <summary>A model that finds passages with one word nearest to every question: which model answered shows by what comes first.</summary>
internal sealed class FavouredWord(string model, string word, int dimensions = 384) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Texts that were embedded, questions left out.</summary>
    public List<string> Passages { get; } = [];

    /// <summary>Done once, before the next passages are embedded.</summary>
    public Func<Task>? Meanwhile { get; set; }

    public Embedder ToEmbedder() => new(this, new EmbeddingOptions { Model = model });

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.ToList();
        if (texts.Exists(text => text.StartsWith("passage: ", StringComparison.Ordinal)) && Meanwhile is { } once)
        {
            Meanwhile = null;
            await once();
        }

        lock (Passages)
        {
            Passages.AddRange(texts.Where(text => text.StartsWith("passage: ", StringComparison.Ordinal)));
        }

        return new GeneratedEmbeddings<Embedding<float>>(texts.Select(text =>
        {
            var vector = new float[dimensions];
            (vector[0], vector[1]) = text.StartsWith("query: ", StringComparison.Ordinal) || text.Contains(word, StringComparison.Ordinal) ? (1f, 0f) : (0.6f, 0.8f);
            return new Embedding<float>(vector);
        }));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("test", null, model, dimensions) : null;

    public void Dispose()
    {
    }
}
