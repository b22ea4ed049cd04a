using Dapper;
using KnowledgePlatform.Core.Access;
using Microsoft.Extensions.Options;
using Npgsql;
using Pgvector.Npgsql;

namespace KnowledgePlatform.Core.Database;

/// <summary>
/// The two doors to PostgreSQL: as a person, under row-level security, and as the worker. A transaction always belongs to one of them.
/// </summary>
public sealed class PlatformDatabase : IAsyncDisposable
{
    private readonly NpgsqlDataSource _app;
    private readonly NpgsqlDataSource? _worker;

    static PlatformDatabase()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new HalfVectorHandler());
        SqlMapper.AddTypeHandler(new ArrayHandler<int>());
        SqlMapper.AddTypeHandler(new ArrayHandler<float>());
        SqlMapper.AddTypeHandler(new ArrayHandler<short>());
        SqlMapper.AddTypeHandler(new ArrayHandler<Guid>());
        SqlMapper.AddTypeHandler(new ArrayHandler<string>());
        SqlMapper.AddTypeHandler(new ArrayHandler<byte[]>());
        SqlMapper.AddTypeHandler(new ArrayHandler<long>());
    }

    /// <summary>Makes the pools; opens no connection yet.</summary>
    public PlatformDatabase(IOptions<DatabaseOptions> options)
    {
        _app = Build(options.Value.App);
        _worker = string.IsNullOrEmpty(options.Value.Worker) ? null : Build(options.Value.Worker);
    }

    /// <summary>The pool of the role kp_app, for libraries that bring their own statements (Identity, health checks).</summary>
    public NpgsqlDataSource AppPool => _app;

    /// <summary>
    /// Begins a transaction in which <paramref name="caller"/> sees what the caller may open and nothing else. Not committed means rolled back.
    /// </summary>
    public async Task<DatabaseSession> BeginAsync(Caller caller, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var session = await DatabaseSession.BeginAsync(_app, cancellationToken).ConfigureAwait(false);
        try
        {
            // is_local = true: the setting ends with the transaction, so a pooled connection never carries a person over.
            await session.QueryPreparedAsync<object>(
                "select set_config('kp.user_id', @user, true) || set_config('kp.only_collections', @only, true)",
                [
                    new NpgsqlParameter<string>("user", caller.UserId.ToString()),
                    new NpgsqlParameter<string>("only", caller.OnlyCollections is null ? "" : "{" + string.Join(',', caller.OnlyCollections) + "}"),
                ],
                cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Begins a transaction of the worker, which sees what ingestion needs in every collection.</summary>
    /// <exception cref="InvalidOperationException">Database:Worker is not set in this process.</exception>
    public Task<DatabaseSession> BeginWorkerAsync(CancellationToken cancellationToken) =>
        DatabaseSession.BeginAsync(WorkerPool, cancellationToken);

    /// <summary>A connection of the worker outside of any transaction, for listening.</summary>
    /// <exception cref="InvalidOperationException">Database:Worker is not set in this process.</exception>
    public async Task<NpgsqlConnection> OpenWorkerConnectionAsync(CancellationToken cancellationToken) =>
        await WorkerPool.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync().ConfigureAwait(false);
        if (_worker is not null)
        {
            await _worker.DisposeAsync().ConfigureAwait(false);
        }
    }

    private NpgsqlDataSource WorkerPool =>
        _worker ?? throw new InvalidOperationException("Database:Worker is not set: this process does not run jobs");

    private static NpgsqlDataSource Build(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(ConnectionDefaults.Apply(connectionString));
        builder.UseVector();
        return builder.Build();
    }
}
