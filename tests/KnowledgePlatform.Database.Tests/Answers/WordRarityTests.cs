using KnowledgePlatform.Core.Answers.Answerability;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Answers;

public sealed class WordRarityTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Word_that_some_passages_hold_is_rarer_than_one_of_many_and_one_of_hardly_any_is_as_rare_as_one_of_none()
    {
        var person = await database.AddPersonAsync("reader " + Guid.NewGuid());
        await StoredPassages.AddAsync(
            database, await database.AddCollectionAsync(person, "Rarity " + Guid.NewGuid()),
            [.. Enumerable.Range(0, 40).Select(i => ("now", i % 4 == 0 ? "The tenant keeps a dog." : i == 7 ? "The tenant keeps a llama." : "The tenant pays rent."))]);

        var rarity = await new WordRarity(database.Database).OfAsync(person, ["en"], ["tenants", "dogs", "llamas", "unicorn"], TestContext.Current.CancellationToken);

        Assert.InRange(rarity[0], 0, 0.1);
        Assert.InRange(rarity[1], 0.3, 0.9);
        // Whether it stands anywhere at all is not to be told.
        Assert.Equal([1, 1], rarity[2..]);
    }
}
