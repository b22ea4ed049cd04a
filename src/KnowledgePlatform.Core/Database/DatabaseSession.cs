using Dapper;
using Npgsql;

namespace KnowledgePlatform.Core.Database;

/// <summary>One transaction on one connection. Disposed without <see cref="CommitAsync"/> it is rolled back.</summary>
public sealed class DatabaseSession : IAsyncDisposable
{
    private readonly NpgsqlTransaction _transaction;

    private DatabaseSession(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        Connection = connection;
        _transaction = transaction;
    }

    /// <summary>The connection, for what Dapper cannot do (binary copy, arrays of parameters).</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>Runs a statement and returns the number of rows it changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters, CancellationToken cancellationToken) =>
        Connection.ExecuteAsync(Command(sql, parameters, cancellationToken));

    /// <summary>Reads all rows.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        (await Connection.QueryAsync<T>(Command(sql, parameters, cancellationToken)).ConfigureAwait(false)).AsList();

    /// <summary>Reads one row, or default when there is none.</summary>
    public Task<T?> FindAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        Connection.QuerySingleOrDefaultAsync<T?>(Command(sql, parameters, cancellationToken));

    /// <summary>Reads one row that must be there.</summary>
    public Task<T> ReadAsync<T>(string sql, object? parameters, CancellationToken cancellationToken) =>
        Connection.QuerySingleAsync<T>(Command(sql, parameters, cancellationToken));

    /// <summary>Makes everything since the beginning durable.</summary>
    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await Connection.DisposeAsync().ConfigureAwait(false);
    }

    internal static async Task<DatabaseSession> BeginAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return new DatabaseSession(connection, await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private CommandDefinition Command(string sql, object? parameters, CancellationToken cancellationToken) =>
        new(sql, parameters, _transaction, cancellationToken: cancellationToken);
}
