using DbUp;
using DbUp.Engine.Output;
using DbUp.ScriptProviders;
using Npgsql;

namespace KnowledgePlatform.Core.Database;

/// <summary>Brings a database to this version's schema, and gives the two run-time roles their passwords.</summary>
public static class SchemaMigrator
{
    private const string Lock = "select pg_advisory_lock(7210943)";

    /// <summary>
    /// Applies the scripts of <paramref name="folder"/> that were not applied yet, in the order of their names, each in a transaction.
    /// Several processes may call it at once: one works, the others wait.
    /// </summary>
    /// <param name="ownerConnection">Connection string of the schema's owner.</param>
    /// <param name="folder">The folder migrations/.</param>
    /// <returns>Names of the scripts that were applied now.</returns>
    /// <exception cref="SchemaMigrationException">A script failed; the scripts before it are applied.</exception>
    public static IReadOnlyList<string> Migrate(string ownerConnection, string folder)
    {
        // Not pooled: a pooled connection goes back with its lock, and the next process waits for as long as this one lives.
        ownerConnection = new NpgsqlConnectionStringBuilder(ConnectionDefaults.Apply(ownerConnection)) { Pooling = false }.ConnectionString;
        using var connection = new NpgsqlConnection(ownerConnection);
        connection.Open();
        using (var command = new NpgsqlCommand(Lock, connection) { CommandTimeout = 0 })
        {
            command.ExecuteNonQuery();
        }

        var engine = DeployChanges.To.PostgresqlDatabase(ownerConnection)
            .WithScriptsFromFileSystem(folder, new FileSystemScriptOptions { Extensions = ["*.sql"] })
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .JournalToPostgresqlTable("public", "schema_versions")
            .WithExecutionTimeout(TimeSpan.FromHours(6))
            .LogTo(new SilentLog())
            .Build();
        var result = engine.PerformUpgrade();
        if (!result.Successful)
        {
            throw new SchemaMigrationException(
                $"migration {result.ErrorScript?.Name ?? "(none)"} failed: {result.Error.Message}", result.Error);
        }

        return [.. result.Scripts.Select(script => script.Name)];
    }

    /// <summary>Lets the roles kp_app and kp_worker sign in with the given passwords.</summary>
    public static void SetPasswords(string ownerConnection, string appPassword, string workerPassword)
    {
        using var connection = new NpgsqlConnection(ConnectionDefaults.Apply(ownerConnection));
        connection.Open();
        foreach (var (role, password) in new[] { ("kp_app", appPassword), ("kp_worker", workerPassword) })
        {
            using var quote = new NpgsqlCommand("select format('alter role %I login password %L', $1, $2)", connection)
            {
                Parameters = { new() { Value = role }, new() { Value = password } },
            };
            using var alter = new NpgsqlCommand((string)quote.ExecuteScalar()!, connection);
            alter.ExecuteNonQuery();
        }
    }

    private sealed class SilentLog : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args) { }
        public void LogDebug(string format, params object[] args) { }
        public void LogInformation(string format, params object[] args) { }
        public void LogWarning(string format, params object[] args) { }
        public void LogError(string format, params object[] args) { }
        public void LogError(Exception ex, string format, params object[] args) { }
    }
}

/// <summary>A migration script failed.</summary>
public sealed class SchemaMigrationException(string message, Exception inner) : Exception(message, inner);
