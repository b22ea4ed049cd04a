using KnowledgePlatform.Core.Access;
using KnowledgePlatform.TestKit;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Access;

/// <summary>The legs of a search run past the policies of chunks: they themselves must give nothing of what is closed.</summary>
public sealed class SearchLegTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Both = """
        select (select count(*) from kp_vector_leg(array_fill(0.05, array[384])::halfvec, 'now', @wanted, 100, @way, '{}', '{}'))
             + (select count(*) from kp_lexical_leg(array['en'], 'premises', @wanted, 100, @way, '{}', '{}'))
        """;

    private Caller _owner = null!;
    private Guid _collection;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _owner = await database.AddPersonAsync("legs " + Guid.NewGuid());
        _collection = await database.AddCollectionAsync(_owner, "Legs " + Guid.NewGuid());
        await StoredPassages.AddAsync(database, _collection, ("now", "The premises."));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Legs_find_for_a_reader_and_give_a_stranger_or_a_narrowed_key_nothing_that_they_name(bool way)
    {
        var stranger = await database.AddPersonAsync("stranger " + Guid.NewGuid());

        Assert.Equal(2, await CountAsync(_owner, way));
        Assert.Equal(0, await CountAsync(stranger, way));
        Assert.Equal(0, await CountAsync(_owner with { OnlyCollections = [Guid.NewGuid()] }, way));
    }

    [Fact]
    public async Task Nobody_and_the_worker_get_nothing_of_the_legs()
    {
        await using var nobody = await database.Database.AppPool.OpenConnectionAsync(Token);
        await using var command = new NpgsqlCommand(Both, nobody) { Parameters = { new("wanted", new[] { _collection }), new("way", true) } };
        Assert.Equal(0L, await command.ExecuteScalarAsync(Token));

        await using var worker = await database.Database.BeginWorkerAsync(Token);
        var denied = await Assert.ThrowsAsync<PostgresException>(() => worker.ReadAsync<long>(Both, new { wanted = new[] { _collection }, way = true }, Token));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, denied.SqlState);
    }

    private async Task<long> CountAsync(Caller caller, bool way)
    {
        await using var session = await database.Database.BeginAsync(caller, Token);
        return await session.ReadAsync<long>(Both, new { wanted = new[] { _collection }, way }, Token);
    }
}
