using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Retrieval;

/// <summary>Passages whose vectors are all the same, asked for by words in quotes and without words behind a minus.</summary>
public sealed class LiteralSearchTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private static readonly string[] Texts =
    [
        "Notice of a change of\ncontrol is given.", "The control of change is a duty.", "A change-of-control by merger ends the lease.", "Changes of controls happen.",
    ];

    private Caller _person = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _person = await database.AddPersonAsync("literal " + Guid.NewGuid());
        var collection = await database.AddCollectionAsync(_person, "Literal " + Guid.NewGuid());
        await StoredPassages.AddAsync(database, collection, [.. Texts.Select(text => ("now", text))]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000)]
    public async Task Words_in_quotes_are_found_in_their_order_over_line_breaks_and_hyphens_and_nothing_else_is(int exactBelow)
    {
        Assert.Equal([Texts[0], Texts[2]], await FindAsync("lease \"Change of Control\"", exactBelow));
    }

    [Fact]
    public async Task Word_behind_a_minus_is_in_no_passage_found()
    {
        Assert.Equal([Texts[0]], await FindAsync("\"change of control\" -merger"));
        Assert.Equal(Texts.Length, (await FindAsync("lease -landlord")).Count);
    }

    [Fact]
    public async Task Heading_holds_a_phrase_as_well_as_the_text()
    {
        Assert.Equal(Texts.Length, (await FindAsync("\"article 7\"")).Count);
        Assert.Empty(await FindAsync("\"article 77\""));
    }

    private async Task<List<string>> FindAsync(string question, int exactBelow = 10_000)
    {
        var search = Searches.Over(database, new RetrievalOptions { ExactBelow = exactBelow, RowByRowBelow = exactBelow });
        return [.. (await search.SearchAsync(_person, question, null, 10, Token)).Select(hit => hit.Text).Order(StringComparer.Ordinal).OrderBy(text => Array.IndexOf(Texts, text))];
    }
}
