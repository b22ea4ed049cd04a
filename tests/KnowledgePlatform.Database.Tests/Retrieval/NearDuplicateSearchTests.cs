using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Retrieval.Diversity;
using KnowledgePlatform.TestKit;
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
        var usual = await Searches.Over(database, diversity: new DiversityOptions()).SearchAsync(_person, "tenant repair premises", null, 3, Token);
        Assert.Equal([Text("30"), Text("60"), Other], usual.Select(hit => hit.Text).OrderBy(text => text == Other).ThenBy(text => text));
        Assert.Equal([2, 0, 0], usual.OrderByDescending(hit => hit.Alike).Select(hit => hit.Alike));
        Assert.Equal(6, (await Searches.Over(database, diversity: new DiversityOptions()).SearchAsync(_person, "tenant repair premises", null, 10, Token)).Count);

        var off = await Searches.Over(database, diversity: new DiversityOptions { SameAt = 2 }).SearchAsync(_person, "tenant repair premises", null, 3, Token);
        Assert.All(off, hit => Assert.Contains("tenant", hit.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Passages_that_follow_each_other_are_one_for_a_model()
    {
        var evidence = Searches.Evidence(database);
        var hits = evidence.Joined(await evidence.SearchAsync(_person, "landlord roof rent", null, Token));

        Assert.Equal(Other + "\nRent is due on the first day.", hits[0].Text);
        Assert.Equal(6, hits[0].Pieces.Length);
    }

    private static string Text(string days) => string.Format(System.Globalization.CultureInfo.InvariantCulture, Clause, days);
}
