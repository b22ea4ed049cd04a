using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.TestKit;
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
        await StoredPassages.AddAsync(database, collection, ("now", "now premises"), ("before", "before premises"));
        var search = Searches.Over(database);

        Assert.Equal(["now premises"], (await search.SearchAsync(person, "unrelated", null, 10, Token)).Select(hit => hit.Text));
        var both = await search.SearchAsync(person, "premises", null, 10, Token);
        Assert.Equal(["before premises", "now premises"], both.Select(hit => hit.Text).Order());
        var other = both.Single(hit => hit.Text == "before premises");
        Assert.Equal((null, 0), (other.VectorRank, other.Similarity));
    }
}
