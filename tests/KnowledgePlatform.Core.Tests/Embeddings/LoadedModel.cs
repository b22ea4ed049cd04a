using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Tests.Embeddings;
using Xunit;

[assembly: AssemblyFixture(typeof(LoadedModel))]

namespace KnowledgePlatform.Core.Tests.Embeddings;

/// <summary>The shipped embedding model, loaded once for all tests.</summary>
public sealed class LoadedModel : IDisposable
{
    public LoadedModel() => Embedder = new Embedder(Generator, new EmbeddingOptions());

    public OnnxEmbeddingGenerator Generator { get; } = new(new EmbeddingOptions { Threads = 2 });

    public Embedder Embedder { get; }

    public void Dispose() => Generator.Dispose();
}
