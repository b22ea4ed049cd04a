using KnowledgePlatform.Core.Database;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Schema;

public sealed class SchemaMigratorTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Process_that_has_migrated_lets_the_next_one_migrate_while_it_lives()
    {
        var folder = Path.Combine(Repository.Root, "migrations");
        Assert.Empty(SchemaMigrator.Migrate(database.Owner, folder));
        Assert.True(await database.OwnerAsync<bool>("select pg_try_advisory_lock(7210943)"));
    }

    [Fact]
    public async Task Small_database_has_its_vector_indexes_with_the_neighbours_that_were_measured() =>
        Assert.Equal("{m=24,ef_construction=128}", Assert.Single((await database.OwnerAsync<string[]>(
            "select array_agg(c.reloptions::text) from pg_class c join pg_am a on a.oid = c.relam where a.amname = 'hnsw' and c.relkind = 'i'")).Distinct()));
}
