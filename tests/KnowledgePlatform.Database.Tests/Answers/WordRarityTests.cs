using KnowledgePlatform.Core.Answers.Answerability;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Answers;

public sealed class WordRarityTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Word_that_few_passages_hold_is_rarer_than_one_of_many_and_one_of_none_is_rarest()
    {
        var person = await database.AddPersonAsync("reader " + Guid.NewGuid());
        await StoredPassages.AddAsync(
            database, await database.AddCollectionAsync(person, "Rarity " + Guid.NewGuid()),
            [.. Enumerable.Range(0, 40).Select(i => ("now", i % 4 == 0 ? "The tenant keeps a dog." : i == 7 ? "The tenant keeps a llama." : "The tenant pays rent."))]);

        var rarity = await new WordRarity(database.Database).OfAsync(person, ["en"], ["tenants", "dogs", "llamas", "unicorn"], TestContext.Current.CancellationToken);

        Assert.InRange(rarity[0], 0, 0.1);
        Assert.InRange(rarity[1], 0.12, 0.3);
        Assert.InRange(rarity[2], 0.31, 0.9);
        Assert.Equal(1, rarity[3]);
    }

    [Fact]
    public void Word_of_hardly_any_among_many_passages_is_as_rare_as_one_of_none()
    {
        const double Passages = 100_000;
        Assert.Equal(1, WordRarity.Share(Frequency(3), Passages));
        Assert.InRange(WordRarity.Share(Frequency(50), Passages), 0.5, 0.7);
        Assert.InRange(WordRarity.Share(Frequency(50_000), Passages), 0, 0.1);

        static double Frequency(double holding) => Math.Log(1 + ((Passages - holding + 0.5) / (holding + 0.5)));
    }
}
