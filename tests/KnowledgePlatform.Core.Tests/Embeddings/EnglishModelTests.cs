using System.Numerics.Tensors;
using KnowledgePlatform.Core.Embeddings;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Embeddings;

/// <summary>The English model as <c>deploy/models-fetch</c> leaves it; where it was not fetched, these are skipped.</summary>
public sealed class EnglishModelTests : IDisposable
{
    private readonly OnnxEmbeddingGenerator? _generator;
    private readonly EmbeddingOptions _options;

    public EnglishModelTests()
    {
        var fetched = Path.Combine(Environment.GetEnvironmentVariable("KP_RUNTIME") ?? "", "models");
        _options = new EnglishEmbeddingOptions().Over(new EmbeddingOptions { FetchedFolder = fetched });
        _generator = File.Exists(Path.Combine(fetched, "manifest.json")) ? new OnnxEmbeddingGenerator(_options) : null;
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Embedder Model
    {
        get
        {
            Assert.SkipWhen(_generator is null, "snowflake-arctic-embed-xs is not there: deploy/models-fetch snowflake-arctic-embed-xs fetches it");
            return new Embedder(_generator, _options);
        }
    }

    // The example of the model's card.
    [Fact]
    public async Task The_questions_of_the_model_card_find_their_passages()
    {
        var passages = await Model.EmbedPassagesAsync(["The Data Cloud!", "Mexico City of Course!"], Cancel);
        var snowflake = await Model.EmbedQueryAsync("what is snowflake?", Cancel);
        var tacos = await Model.EmbedQueryAsync("Where can I get the best tacos?", Cancel);
        Assert.True(Dot(snowflake, passages[0]) > Dot(snowflake, passages[1]));
        Assert.True(Dot(tacos, passages[1]) > Dot(tacos, passages[0]));
    }

    [Fact]
    public async Task Vectors_have_384_numbers_and_length_one()
    {
        var vector = await Model.EmbedQueryAsync("When is the rent due?", Cancel);
        Assert.Equal(384, vector.Length);
        Assert.Equal(1, TensorPrimitives.Norm(vector.Span), 1e-4f);
        Assert.Equal(384, Model.Dimensions);
    }

    [Fact]
    public async Task What_lies_behind_512_tokens_is_not_seen()
    {
        var text = string.Join(' ', Enumerable.Repeat("rent", 510));
        var vectors = await Model.EmbedPassagesAsync([text, text + " football", string.Join(' ', Enumerable.Repeat("rent", 509)) + " football"], Cancel);
        Assert.True(vectors[0].Span.SequenceEqual(vectors[1].Span));
        Assert.False(vectors[0].Span.SequenceEqual(vectors[2].Span));
    }

    // The mean over the tokens would be another vector: its first token's is what this model was trained with.
    [Fact]
    public async Task The_vector_is_that_of_the_first_token()
    {
        var own = await Model.EmbedPassagesAsync(["The tenant pays the rent on the first day."], Cancel);
        using var mean = new OnnxEmbeddingGenerator(new EmbeddingOptions { FetchedFolder = _options.FetchedFolder, Model = _options.Model });
        var others = await new Embedder(mean, _options).EmbedPassagesAsync(["The tenant pays the rent on the first day."], Cancel);
        Assert.InRange(Dot(own[0], others[0]), 0, 0.99f);
    }

    public void Dispose() => _generator?.Dispose();

    private static float Dot(ReadOnlyMemory<float> a, ReadOnlyMemory<float> b) => TensorPrimitives.Dot(a.Span, b.Span);
}
