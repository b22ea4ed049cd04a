using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Database.Tests.Retrieval;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Answers;

/// <summary>A lease, what amends it, and another lease's amendment of the same landlord: what is no longer in force is not read alone.</summary>
public sealed class AmendmentTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Question = "What notice ends the Brightwater lease?";
    private const string Term = "7.2 Either party may end the Brightwater lease by six months notice.";
    private const string Change = "In clause 7.2 the words \"six months\" are replaced by \"nine months\".";
    private const string OtherChange = "In clause 7.2 the words \"six months\" are replaced by \"one month\".";
    private const string Preamble = "between Hartmann Immobilien GmbH and Brightwater Dental Ltd about 18 Quay Street in Bristol.";
    private Caller _person = null!;
    private Guid _collection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _person = await database.AddPersonAsync("lawyer " + Guid.NewGuid());
        _collection = await database.AddCollectionAsync(_person, "Leases " + Guid.NewGuid());
        await StoredPassages.AddAsync(database, _collection, "Lease Brightwater", ("now", $"Lease {Preamble}"), ("now", Term), ("now", "The notice is given in writing, and so is notice of the lease of Brightwater."));
        await StoredPassages.AddAsync(
            database, _collection, "Amendment No 1 Acme", ("now", "This amendment is made between Hartmann Immobilien GmbH and Acme Bakery Ltd about 7 Mill Lane in Leeds."), ("now", OtherChange));
        // Behind the first twenty without being looked for.
        await StoredPassages.AddAsync(database, _collection, "Minutes", [.. Enumerable.Range(0, 30).Select(i => ("now", $"Meeting {i} was called by a notice."))]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Amendment_stands_behind_the_clause_that_it_changes_and_that_of_another_document_does_not()
    {
        await StoredPassages.AddAsync(database, _collection, "Amendment No 1", ("now", $"This amendment is made {Preamble}"), ("now", Change));
        var hits = await SearchAsync();
        var term = hits.ToList().FindIndex(hit => hit.Text == Term);
        var change = hits.Single(hit => hit.Text == Change);
        Assert.Contains(hits[term].DocumentId, change.Amends);
        Assert.DoesNotContain(hits.Take(hits.Count / 2), hit => hit.Text == OtherChange);
        Assert.All(hits.Where(hit => hit.Title != "Amendment No 1"), hit => Assert.Empty(hit.Amends));
    }

    [Fact]
    public async Task Amendment_that_a_person_may_not_open_is_not_looked_for()
    {
        var closed = await database.AddCollectionAsync(await database.AddPersonAsync("partner " + Guid.NewGuid()), "Closed " + Guid.NewGuid());
        await StoredPassages.AddAsync(database, closed, "Amendment No 2", ("now", $"This amendment is made {Preamble}"), ("now", Change));
        Assert.DoesNotContain(await SearchAsync(), hit => hit.CollectionId == closed);
    }

    private Task<IReadOnlyList<PassageHit>> SearchAsync() => Searches.Evidence(database).SearchAsync(_person, Question, null, Token);
}
