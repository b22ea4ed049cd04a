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

    /// <summary>
    /// Reads all rows by a statement that the server keeps with the connection, parsed and planned: for the few that are asked all the time and whose plan does not hang on their values. Dapper
    /// cannot prepare, and a pool that prepares by itself would let the server choose a plan for all values where one for each is needed. A connection that keeps statements keeps the plans inside
    /// functions too; everything else of it is reset when it goes back to the pool.
    /// </summary>
    internal async Task<IReadOnlyList<T>> QueryPreparedAsync<T>(string sql, IEnumerable<NpgsqlParameter> parameters, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(sql, Connection, _transaction);
        await using var disposed = command.ConfigureAwait(false);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(parameter);
        }

        await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using var closed = rows.ConfigureAwait(false);
        var (read, parse) = (new List<T>(), rows.GetRowParser<T>());
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            read.Add(parse(rows));
        }

        return read;
    }

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
