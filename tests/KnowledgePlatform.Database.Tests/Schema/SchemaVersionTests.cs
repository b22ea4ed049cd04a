using KnowledgePlatform.Core.Database;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Schema;

public sealed class SchemaVersionTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Program_knows_the_newest_of_its_migrations() =>
        Assert.Equal(SchemaVersion.Own, Directory.GetFiles(Path.Combine(Repository.Root, "migrations"), "*.sql").Select(Path.GetFileName).Max(StringComparer.Ordinal));

    [Fact]
    public async Task Schema_fits_until_it_is_older_or_newer_than_the_program()
    {
        Assert.Equal(SchemaVersion.Own, await SchemaVersion.RequireAsync(database.Database, Token));
        await database.OwnerAsync<object>("insert into schema_versions (scriptname, applied) values ('9999_later.sql', now()) returning true");
        var newer = await Assert.ThrowsAsync<InvalidOperationException>(() => SchemaVersion.RequireAsync(database.Database, Token));
        Assert.Contains("newer than this program (9999_later.sql", newer.Message, StringComparison.Ordinal);
        await database.OwnerAsync<object>($"delete from schema_versions where scriptname in ('9999_later.sql', '{SchemaVersion.Own}') returning true");
        var older = await Assert.ThrowsAsync<InvalidOperationException>(() => SchemaVersion.RequireAsync(database.Database, Token));
        Assert.Contains("run kp migrate", older.Message, StringComparison.Ordinal);
    }
}
