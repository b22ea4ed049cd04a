using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Retrieval;

/// <summary>BM25 of a passage's own stems, without its index, against what the index says.</summary>
public sealed class WordWeightTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const double Rounding = 0.01;

    // Of the same length, so that the fixed mean length of the one and the real one of the other weigh on all alike.
    private static readonly string[] Passages =
    [
        "lien lien lien deposit roof wall gate door", "lien deposit deposit roof roof wall gate door", "lien roof wall gate door lamp tree well",
        "deposit roof wall gate door lamp tree well", "roof wall gate door lamp tree well hill", "wall wall wall wall gate door lamp tree",
        "gate door lamp tree well hill sand rain", "door lamp tree well hill sand rain snow",
    ];

    private Guid _collection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var owner = await database.AddPersonAsync("weights " + Guid.NewGuid());
        _collection = await database.AddCollectionAsync(owner, "Weights " + Guid.NewGuid());
        await StoredPassages.AddAsync(database, _collection, [.. Passages.Select(text => ("now", text))]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("lien")]
    [InlineData("lien deposit")]
    [InlineData("wall deposit rain")]
    [InlineData("roof roof hill snow")]
    public async Task Passages_stand_in_the_order_of_the_index(string words)
    {
        var scores = await database.OwnerAsync<double[]>($"""
            select array_agg(x order by id, which) from (
                select id, 1 as which, (terms <@> to_bm25query(kp_query_terms(array['en'], '{words}'), 'chunks_terms'))::double precision as x from chunks where collection_id = '{_collection}'
                union all
                select id, 2, (term_weights <#> kp_question_weights(kp_query_terms(array['en'], '{words}'))) from chunks where collection_id = '{_collection}') ways
            """);
        var (index, own) = (scores.Where((_, i) => i % 2 == 0).ToArray(), scores.Where((_, i) => i % 2 == 1).ToArray());

        Assert.Equal(Passages.Length, index.Length);
        Assert.Contains(index, score => score < 0);
        // A passage without any of the words has 0 in both. How fast a word that is repeated stops counting depends on the mean length: the order does not.
        Assert.All(index.Zip(own), pair => Assert.Equal(pair.First < 0, pair.Second < 0));
        var pairs = Enumerable.Range(0, Passages.Length).SelectMany(i => Enumerable.Range(0, Passages.Length).Select(j => (i, j)));
        Assert.All(pairs.Where(pair => index[pair.i] < index[pair.j] - Rounding), pair => Assert.True(own[pair.i] < own[pair.j], $"{pair}"));
    }

    [Fact]
    public async Task Passage_and_question_without_a_word_have_no_weights()
    {
        Assert.Equal("{}/536870912", await database.OwnerAsync<string>("select kp_term_weights('en', 'the of and')::text"));
        Assert.Equal("{}/536870912", await database.OwnerAsync<string>("select kp_question_weights(kp_query_terms(array['en'], '...'))::text"));
    }
}
