using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;
using Npgsql;
using Xunit;

namespace KnowledgePlatform.TestKit;

/// <summary>
/// A fresh, migrated database on the real server that KP_DATABASE names (deploy/test starts one). Without a server the tests fail: they are the proof that access
/// holds, so they may not go missing.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    private static readonly SemaphoreSlim OneAtATime = new(1);
    private readonly string _name = "kp_test_" + Guid.NewGuid().ToString("N");
    private readonly string _secrets = Directory.CreateTempSubdirectory("kp-test-").FullName;
    private string _server = "";

    /// <summary>Connection string of the owner in the fresh database.</summary>
    public string Owner { get; private set; } = "";

    /// <summary>Connection strings of the run-time roles.</summary>
    public DatabaseOptions Options { get; private set; } = new();

    /// <summary>The doors as the product uses them.</summary>
    public PlatformDatabase Database { get; private set; } = null!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        _server = ConnectionDefaults.Apply(Environment.GetEnvironmentVariable("KP_DATABASE")
            ?? throw new InvalidOperationException("KP_DATABASE is not set: run deploy/test, or deploy/postgres start and use the connection string it prints"));
        await OnServerAsync($"create database {_name}").ConfigureAwait(false);
        Owner = new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ConnectionString;
        // Roles belong to the whole server: all test databases share their passwords, and one at a time sets them.
        await File.WriteAllTextAsync(Path.Combine(_secrets, "database-app"), "only-for-tests").ConfigureAwait(false);
        await File.WriteAllTextAsync(Path.Combine(_secrets, "database-worker"), "only-for-tests").ConfigureAwait(false);
        await OneAtATime.WaitAsync().ConfigureAwait(false);
        try
        {
            Options = DatabaseBootstrap.Prepare(Owner, Path.Combine(Repository.Root, "migrations"), _secrets);
        }
        finally
        {
            OneAtATime.Release();
        }

        Database = new PlatformDatabase(Microsoft.Extensions.Options.Options.Create(Options));
    }

    /// <summary>Runs a statement as the owner, past row-level security: to set the stage, or to look behind it.</summary>
    public async Task<T> OwnerAsync<T>(string sql)
    {
        await using var source = NpgsqlDataSource.Create(Owner);
        await using var command = source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync().ConfigureAwait(false))!;
    }

    /// <summary>Adds a person and returns the caller that acts for them.</summary>
    public async Task<Caller> AddPersonAsync(string name, bool administrator = false) =>
        new(await OwnerAsync<Guid>(
            $"insert into users (user_name, normalized_user_name, is_administrator) values ('{name}', upper('{name}'), {administrator}) returning id")
            .ConfigureAwait(false));

    /// <summary>Adds a collection whose manager is <paramref name="manager"/>.</summary>
    public async Task<Guid> AddCollectionAsync(Caller manager, string name)
    {
        await using var session = await Database.BeginAsync(manager, CancellationToken.None).ConfigureAwait(false);
        var id = await session.ReadAsync<Guid>("select kp_create_collection(@name, '')", new { name }, CancellationToken.None).ConfigureAwait(false);
        await session.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return id;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync().ConfigureAwait(false);
        NpgsqlConnection.ClearAllPools();
        await OnServerAsync($"drop database {_name} with (force)").ConfigureAwait(false);
        Directory.Delete(_secrets, true);
    }

    private async Task OnServerAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_server);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync().ConfigureAwait(false);
    }
}
