using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Database.Tests.Retrieval;

/// <summary>Gives every text the same vector: what is found differs by its words alone.</summary>
internal sealed class OneVector(string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(values.Select(_ => new Embedding<float>(Enumerable.Repeat(0.05f, 384).ToArray()))));

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("test", null, model, 384) : null;

    public void Dispose()
    {
    }
}
