using System.Numerics.Tensors;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Embeddings;

public sealed class EmbedderTests(LoadedModel model)
{
    private static readonly string[] Passages =
    [
        "किराया हर महीने की पहली तारीख को अग्रिम रूप से देय है।",
        "मरीज़ को दिन में दो बार भोजन के साथ दवा दी गई।",
        "El inquilino deposita una fianza de dos mensualidades.",
        "Disputes under this agreement are decided by the courts of London.",
        "",
        string.Join(' ', Enumerable.Repeat("The parties shall keep the terms of this agreement confidential.", 200)),
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("When is the rent due?", 0)]
    [InlineData("How often was the medicine given?", 1)]
    [InlineData("How high is the security deposit?", 2)]
    [InlineData("विवाद होने पर किस शहर की अदालत फैसला करेगी?", 3)]
    public async Task Question_in_one_language_is_nearest_to_its_passage_in_another(string question, int expected)
    {
        var passages = await model.Embedder.EmbedPassagesAsync(Passages[..4], Cancel);
        var query = await model.Embedder.EmbedQueryAsync(question, Cancel);
        var nearest = Enumerable.Range(0, passages.Count).MaxBy(i => TensorPrimitives.Dot(query.Span, passages[i].Span));
        Assert.Equal(expected, nearest);
    }

    [Fact]
    public async Task Vectors_have_the_models_dimensions_and_length_one()
    {
        Assert.Equal(384, model.Embedder.Dimensions);
        Assert.Equal("multilingual-e5-small", model.Embedder.Model);
        Assert.All(await model.Embedder.EmbedPassagesAsync(Passages, Cancel), v =>
        {
            Assert.Equal(384, v.Length);
            Assert.Equal(1, TensorPrimitives.Norm(v.Span), 1e-4f);
        });
    }

    [Fact]
    public async Task Passage_among_others_has_exactly_the_vector_it_has_alone()
    {
        var together = await model.Embedder.EmbedPassagesAsync(Passages, Cancel);
        for (var i = 0; i < Passages.Length; i++)
        {
            var alone = await model.Embedder.EmbedPassagesAsync([Passages[i]], Cancel);
            Assert.True(alone[0].Span.SequenceEqual(together[i].Span), $"passage {i}");
        }
    }

    [Fact]
    public async Task Passage_in_a_padded_batch_stays_near_to_the_one_alone()
    {
        using var batched = new OnnxEmbeddingGenerator(new EmbeddingOptions { BatchTokens = 4096, Threads = 1 });
        var alone = await model.Embedder.EmbedPassagesAsync(Passages, Cancel);
        var together = await new Embedder(batched, new EmbeddingOptions()).EmbedPassagesAsync(Passages, Cancel);
        for (var i = 0; i < Passages.Length; i++)
        {
            Assert.InRange(TensorPrimitives.Dot(alone[i].Span, together[i].Span), 0.98f, 1.001f);
        }
    }

    [Fact]
    public async Task Query_and_passage_of_the_same_text_differ_by_their_prefix()
    {
        var query = await model.Embedder.EmbedQueryAsync("rent", Cancel);
        var passage = (await model.Embedder.EmbedPassagesAsync(["rent"], Cancel))[0];
        var plain = await model.Generator.GenerateAsync(["query: rent", "passage: rent"], cancellationToken: Cancel);
        Assert.True(query.Span.SequenceEqual(plain[0].Vector.Span));
        Assert.True(passage.Span.SequenceEqual(plain[1].Vector.Span));
        Assert.False(query.Span.SequenceEqual(passage.Span));
    }

    [Fact]
    public async Task No_texts_give_no_vectors() => Assert.Empty(await model.Embedder.EmbedPassagesAsync([], Cancel));

    [Fact]
    public async Task Callers_at_the_same_time_get_what_they_get_one_by_one()
    {
        var expected = await model.Embedder.EmbedQueriesAsync(Passages, Cancel);
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => model.Embedder.EmbedQueriesAsync(Passages, Cancel)));
        Assert.All(results, r => Assert.All(r.Zip(expected), p => Assert.True(p.First.Span.SequenceEqual(p.Second.Span))));
    }

    [Fact]
    public async Task Cancelled_call_stops_and_the_next_one_works()
    {
        using var cancel = new CancellationTokenSource();
        var many = model.Embedder.EmbedPassagesAsync([.. Enumerable.Repeat(Passages[5], 400)], cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => many);
        Assert.Equal(384, (await model.Embedder.EmbedQueryAsync("rent", Cancel)).Length);
    }

    [Fact]
    public async Task Disposed_during_a_call_ends_it_with_an_error_and_no_crash()
    {
        var generator = new OnnxEmbeddingGenerator(new EmbeddingOptions { Threads = 2 });
        var call = generator.GenerateAsync(Enumerable.Repeat(Passages[5], 50), cancellationToken: Cancel);
        generator.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => generator.GenerateAsync(["rent"], cancellationToken: Cancel));
    }

    [Fact]
    public void Damaged_model_file_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("kp-model-").FullName;
        try
        {
            var shipped = ModelManifest.FindFolder(AppContext.BaseDirectory)!;
            File.Copy(Path.Combine(shipped, "manifest.json"), Path.Combine(folder, "manifest.json"));
            Directory.CreateDirectory(Path.Combine(folder, "multilingual-e5-small"));
            File.Copy(Path.Combine(shipped, "multilingual-e5-small/sentencepiece.model"), Path.Combine(folder, "multilingual-e5-small/sentencepiece.model"));
            File.WriteAllBytes(Path.Combine(folder, "multilingual-e5-small/model_int8.onnx"), [8, 9, 1, 2]);
            var error = Assert.Throws<ModelFileException>(() => new OnnxEmbeddingGenerator(new EmbeddingOptions { ModelsFolder = folder }));
            Assert.Contains("model_int8.onnx cannot be read", error.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void AddEmbeddings_gives_one_model_to_all_who_ask()
    {
        using var services = new ServiceCollection().AddEmbeddings(o => o.MaxTokens = 256).BuildServiceProvider();
        Assert.Equal(384, services.GetRequiredService<Embedder>().Dimensions);
        Assert.Same(services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>(), services.GetRequiredService<OnnxEmbeddingGenerator>());
        Assert.Same(services.GetRequiredService<OnnxEmbeddingGenerator>().Tokenizer, services.GetRequiredService<EmbeddingTokenizer>());
    }

    [Fact]
    public void AddEmbeddings_limit_out_of_range_is_refused_with_its_name()
    {
        using var services = new ServiceCollection().AddEmbeddings(o => o.MaxTokens = 4_000).BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<Embedder>());
        Assert.Contains("MaxTokens", error.Message);
    }
}
