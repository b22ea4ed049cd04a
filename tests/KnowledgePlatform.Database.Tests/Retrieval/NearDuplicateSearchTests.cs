using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Retrieval.Diversity;
using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Retrieval;

/// <summary>A search over versions of one clause, by the statement that every search takes, and what an answer is made of.</summary>
public sealed class NearDuplicateSearchTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Clause = "The tenant shall keep the premises in good and substantial repair and condition throughout the term and shall make good any want of repair within {0} days.";
    private const string Other = "Repair of the roof and of the outer walls of the premises is for the landlord, who bears what it costs.";
    private Caller _person = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _person = await database.AddPersonAsync("alike " + Guid.NewGuid());
        foreach (var days in new[] { "30", "30", "30", "60" })
        {
            await StoredPassages.AddAsync(
                database, await database.AddCollectionAsync(_person, "Lease " + Guid.NewGuid()), ("now", string.Format(System.Globalization.CultureInfo.InvariantCulture, Clause, days)));
        }

        await StoredPassages.AddAsync(database, await database.AddCollectionAsync(_person, "Roof " + Guid.NewGuid()), ("now", Other), ("now", "Rent is due on the first day."));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Clause_of_three_leases_is_found_once_and_says_that_two_more_say_the_same_and_the_one_with_another_number_stands_beside_it()
    {
        var usual = await Search(new DiversityOptions()).SearchAsync(_person, "tenant repair premises", null, 3, Token);
        Assert.Equal([Text("30"), Text("60"), Other], usual.Select(hit => hit.Text).OrderBy(text => text == Other).ThenBy(text => text));
        Assert.Equal([2, 0, 0], usual.OrderByDescending(hit => hit.Alike).Select(hit => hit.Alike));
        Assert.Equal(6, (await Search(new DiversityOptions()).SearchAsync(_person, "tenant repair premises", null, 10, Token)).Count);

        var off = await Search(new DiversityOptions { SameAt = 2 }).SearchAsync(_person, "tenant repair premises", null, 3, Token);
        Assert.All(off, hit => Assert.Contains("tenant", hit.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Passages_that_follow_each_other_are_one_for_a_model()
    {
        var embedder = new Embedder(new OneVector("now"), new EmbeddingOptions());
        var languages = new LanguageDetector(Options.Create(new LanguageOptions()));
        var evidence = new EvidenceSearch(Search(new DiversityOptions()), embedder, languages, database.Database, Options.Create(new AnswerOptions()));
        var hits = evidence.Joined(await evidence.SearchAsync(_person, "landlord roof rent", null, Token));

        Assert.Equal(Other + "\nRent is due on the first day.", hits[0].Text);
        Assert.Equal(6, hits[0].Pieces.Length);
    }

    private static string Text(string days) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Clause, days);

    private PassageSearch Search(DiversityOptions diversity) => new(
        database.Database, new Embedder(new OneVector("now"), new EmbeddingOptions()), new LanguageDetector(Options.Create(new LanguageOptions())),
        new CollectionContents(TimeProvider.System), Options.Create(new RetrievalOptions()), null,
        new PassageRefinement(new PassageReranker(Options.Create(new RerankerOptions()), TimeProvider.System, NullLogger<PassageReranker>.Instance), Options.Create(diversity)));
}
