using Npgsql;

namespace KnowledgePlatform.Resilience.Tests;

/// <summary>
/// Holds the stage of one version right before its last write, by a row that the stage has to wait for: so the kill hits that stage and no other, however short
/// it is. Disposing it lets the stage go on.
/// </summary>
internal sealed class StageHold : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private StageHold(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid version) =>
        (_connection, _transaction, Version) = (connection, transaction, version);

    public Guid Version { get; }

    /// <summary>Takes hold of the oldest version that nobody works on yet.</summary>
    public static async Task<StageHold> NextAsync(Archive archive, string stage)
    {
        var connection = new NpgsqlConnection(archive.Owner);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        var version = (Guid)(await ExecuteAsync(
            connection,
            """
            select v.id from document_versions v where v.state = 'received' and v.attempts = 0 and v.lease_until is null
            order by v.uploaded_at offset 2 limit 1
            """))!;
        await ExecuteAsync(connection, (stage switch
        {
            "parse" => "insert into staged_pages select id, 1, collection_id, 1, 1, '', '{}', '{}' from document_versions where id = '{0}'",
            "chunk" => "insert into staged_chunks select id, 0, collection_id, '', '', '', '', 0, '{}', '{}' from document_versions where id = '{0}'",
            // Not "for update": a stage's second write of a version checks its foreign key, and would be held in the parsing already.
            "publish" => "select id from documents where id = (select document_id from document_versions where id = '{0}') for no key update",
            _ => throw new ArgumentOutOfRangeException(nameof(stage)),
        }).Replace("{0}", version.ToString(), StringComparison.Ordinal));
        var hold = new StageHold(connection, transaction, version);
        return hold;
    }

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static async Task<object?> ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
