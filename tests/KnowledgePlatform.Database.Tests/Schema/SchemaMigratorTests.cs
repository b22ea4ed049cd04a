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
}
