using KnowledgePlatform.Core.Database;
using KnowledgePlatform.TestKit;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.Database.Tests.Schema;

public sealed class ConnectionDefaultsTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task Connection_never_brings_the_Kerberos_library_into_the_process()
    {
        _ = await database.OwnerAsync<string>("select version()");
        await using var connection = await database.Database.AppPool.OpenConnectionAsync(TestContext.Current.CancellationToken);

        // The fixture has migrated, made the roles' passwords and opened both of them: every kind of connection of ours but the queue's.
        Assert.DoesNotContain("libgssapi", await File.ReadAllTextAsync("/proc/self/maps", TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=db", GssEncryptionMode.Disable)]
    [InlineData("Host=db;Gss Encryption Mode=Require", GssEncryptionMode.Require)]
    [InlineData("Host=db;gssencryptionmode=prefer", GssEncryptionMode.Prefer)]
    public void Operator_who_names_Kerberos_gets_it_and_nobody_else(string connectionString, GssEncryptionMode expected)
    {
        Assert.Equal(expected, new NpgsqlConnectionStringBuilder(ConnectionDefaults.Apply(connectionString)).GssEncryptionMode);
    }
}
