using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Database.Tests.Retrieval;
using KnowledgePlatform.TestKit;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Access;

/// <summary>The legs of a search run past the policies of chunks: they themselves must give nothing of what is closed.</summary>
public sealed class SearchLegTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string All = """
        select (select count(*) from kp_vector_leg(array_fill(0.05, array[384])::halfvec, 'now', @wanted, 100, @way, '{}', '{}'))
             + (select count(*) from kp_lexical_leg(array['en'], 'premises', @wanted, 100, @way, '{}', '{}'))
             + (select count(*) from kp_both_legs(array_fill(0.05, array[384])::halfvec, 'now', array['en'], 'premises', @wanted, 100, '{}', '{}'))
             + (select count(*) from kp_vector_leg(array_fill(0.05, array[384])::halfvec, 'now', @wanted, 0, @way, '{}', '{}', null, @passages))
        """;

    private Caller _owner = null!;
    private Guid _collection;
    private long[] _passages = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _owner = await database.AddPersonAsync("legs " + Guid.NewGuid());
        _collection = await database.AddCollectionAsync(_owner, "Legs " + Guid.NewGuid());
        await StoredPassages.AddAsync(database, _collection, ("now", "The premises."));
        _passages = await database.OwnerAsync<long[]>($"select array_agg(id) from chunks where collection_id = '{_collection}'");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Legs_find_for_a_reader_and_give_a_stranger_or_a_narrowed_key_nothing_that_they_name(bool way)
    {
        var stranger = await database.AddPersonAsync("stranger " + Guid.NewGuid());

        Assert.Equal(4, await CountAsync(_owner, way));
        Assert.Equal(0, await CountAsync(stranger, way));
        Assert.Equal(0, await CountAsync(_owner with { OnlyCollections = [Guid.NewGuid()] }, way));
    }

    [Fact]
    public async Task Nobody_and_the_worker_get_nothing_of_the_legs()
    {
        await using var nobody = await database.Database.AppPool.OpenConnectionAsync(Token);
        await using var command = new NpgsqlCommand(All, nobody) { Parameters = { new("wanted", new[] { _collection }), new("way", true), new("passages", _passages) } };
        Assert.Equal(0L, await command.ExecuteScalarAsync(Token));

        await using var worker = await database.Database.BeginWorkerAsync(Token);
        var denied = await Assert.ThrowsAsync<PostgresException>(() => worker.ReadAsync<long>(All, new { wanted = new[] { _collection }, way = true, passages = _passages }, Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
    }

    [Fact]
    public async Task Passages_that_the_words_found_have_their_distance_also_where_the_vectors_list_is_full()
    {
        var second = await database.AddCollectionAsync(_owner, "Second " + Guid.NewGuid());
        await StoredPassages.AddAsync(database, second, ("now", "The roof."), ("other", "The door."));
        Guid[] wanted = [_collection, second];
        await using var session = await database.Database.BeginAsync(_owner, Token);
        var all = await session.ReadAsync<long[]>("select array_agg(id order by id) from chunks where collection_id = any (@wanted)", new { wanted }, Token);
        foreach (var way in new[] { true, false })
        {
            var found = await session.ReadAsync<long[]>(
                "select array_agg(id order by id) from kp_vector_leg(array_fill(0.05, array[384])::halfvec, 'now', @wanted, 1, @way, '{}', '{}', null, @all)",
                new { wanted, way, all }, Token);

            // Not that of the other model, whose vectors say nothing here.
            Assert.Equal(all[..2], found);
        }
    }

    [Fact]
    public async Task People_who_take_turns_on_one_connection_find_what_is_theirs()
    {
        // Long enough for the server to keep a plan for all.
        const int Turns = 8;
        var other = await database.AddPersonAsync("turns " + Guid.NewGuid());
        var theirs = await database.AddCollectionAsync(other, "Turns " + Guid.NewGuid());
        await StoredPassages.AddAsync(database, theirs, ("now", "The premises."));
        var search = Searches.Over(database);
        for (var turn = 0; turn < Turns; turn++)
        {
            Assert.Equal(_collection, Assert.Single(await search.SearchAsync(_owner, "premises", null, 10, Token)).CollectionId);
            Assert.Equal(theirs, Assert.Single(await search.SearchAsync(other, "premises", null, 10, Token)).CollectionId);
            Assert.Empty(await search.SearchAsync(_owner with { OnlyCollections = [theirs] }, "premises", null, 10, Token));
        }
    }

    private async Task<long> CountAsync(Caller caller, bool way)
    {
        await using var session = await database.Database.BeginAsync(caller, Token);
        return await session.ReadAsync<long>(All, new { wanted = new[] { _collection }, way, passages = _passages }, Token);
    }
}
