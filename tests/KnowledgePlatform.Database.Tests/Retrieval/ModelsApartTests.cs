using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Retrieval;

/// <summary>Two passages with the same vector, one of the model in use and one of the model before it.</summary>
public sealed class ModelsApartTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Passage_of_another_model_is_found_by_its_words_and_never_by_its_vector()
    {
        var person = await database.AddPersonAsync("asker");
        var collection = await database.AddCollectionAsync(person, "Two models");
        await database.OwnerAsync<object>($"""
            with d as (insert into documents (collection_id, title) values ('{collection}', 'Lease') returning id),
            v as (insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes)
                  select id, '{collection}', 1, 'lease.pdf', sha256('models'::bytea), 1 from d returning id, document_id),
            m as (insert into embedding_models (name, dimensions) values ('now', 384), ('before', 384) returning id, name)
            insert into chunks (version_id, document_id, collection_id, ordinal, heading_path, context, text, language, token_count, first_page, pieces, boxes,
                                embedding_model_id, embedding)
            select v.id, v.document_id, '{collection}', m.id, '', 'Lease', m.name || ' premises', 'en', 1, 1, array[1,0,4], array[]::real[], m.id,
                   array_fill(0.05, array[384])::halfvec from v, m
            returning true
            """);
        var search = new PassageSearch(
            database.Database, new Embedder(new OneVector("now"), new EmbeddingOptions()), Options.Create(new RetrievalOptions()));

        Assert.Equal(["now premises"], (await search.SearchAsync(person, "unrelated", null, 10, Token)).Select(hit => hit.Text));
        var both = await search.SearchAsync(person, "premises", null, 10, Token);
        Assert.Equal(["before premises", "now premises"], both.Select(hit => hit.Text).Order());
        var other = both.Single(hit => hit.Text == "before premises");
        Assert.Equal((null, 0), (other.VectorRank, other.Similarity));
    }

    /// <summary>Gives every text the vector of the passages.</summary>
    private sealed class OneVector(string model) : IEmbeddingGenerator<string, Embedding<float>>
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
}
