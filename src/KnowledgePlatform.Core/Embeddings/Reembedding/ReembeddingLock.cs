using KnowledgePlatform.Core.Database;
using Npgsql;

namespace KnowledgePlatform.Core.Embeddings.Reembedding;

/// <summary>One at a time embeds anew or takes vectors away. The lock belongs to a connection: whoever is killed has given it back.</summary>
internal sealed class ReembeddingLock : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;

    private ReembeddingLock(NpgsqlConnection connection) => _connection = connection;

    /// <exception cref="RefusedException"><c>reembedding_at_work</c>: another process has it.</exception>
    public static async Task<ReembeddingLock> TakeAsync(PlatformDatabase database, CancellationToken cancellationToken)
    {
        var connection = await database.OpenWorkerConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var command = new NpgsqlCommand("select pg_try_advisory_lock(7210948)", connection);
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true
                ? new ReembeddingLock(connection)
                : throw new RefusedException(RefusalKind.Conflict, "reembedding_at_work", "Another kp reembed is at work; stop it first, or let it end.");
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The connection goes back to its pool alive, and would keep the lock there.
        await using (_connection.ConfigureAwait(false))
        {
            try
            {
                await using var command = new NpgsqlCommand("select pg_advisory_unlock(7210948)", _connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
            {
                // A connection that broke in the hours that it was not used has given the lock back, and spoils no work that is done.
            }
        }
    }
}
