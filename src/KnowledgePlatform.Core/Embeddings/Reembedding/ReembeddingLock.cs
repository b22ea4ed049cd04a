using KnowledgePlatform.Core.Database;
using Npgsql;

namespace KnowledgePlatform.Core.Embeddings.Reembedding;

/// <summary>One at a time embeds anew or takes vectors away, and one makes those of the English model. The lock belongs to a connection: whoever is killed has given it back.</summary>
internal sealed class ReembeddingLock : IAsyncDisposable
{
    private const int Anew = 7210948;
    private const int OfEnglish = 7210949;
    private readonly NpgsqlConnection _connection;
    private readonly int _number;

    private ReembeddingLock(NpgsqlConnection connection, int number) => (_connection, _number) = (connection, number);

    /// <exception cref="RefusedException"><c>reembedding_at_work</c>: another process has it.</exception>
    public static async Task<ReembeddingLock> TakeAsync(PlatformDatabase database, CancellationToken cancellationToken) =>
        await TryTakeAsync(database, Anew, cancellationToken).ConfigureAwait(false)
        ?? throw new RefusedException(RefusalKind.Conflict, "reembedding_at_work", "Another kp reembed is at work; stop it first, or let it end.");

    /// <summary>The lock of those who make vectors of the English model; null while another process has it.</summary>
    public static Task<ReembeddingLock?> TryTakeOfEnglishAsync(PlatformDatabase database, CancellationToken cancellationToken) => TryTakeAsync(database, OfEnglish, cancellationToken);

    private static async Task<ReembeddingLock?> TryTakeAsync(PlatformDatabase database, int number, CancellationToken cancellationToken)
    {
        var connection = await database.OpenWorkerConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({number})", connection);
            if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is true)
            {
                return new ReembeddingLock(connection, number);
            }
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await connection.DisposeAsync().ConfigureAwait(false);
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        // The connection goes back to its pool alive, and would keep the lock there.
        await using (_connection.ConfigureAwait(false))
        {
            try
            {
                await using var command = new NpgsqlCommand($"select pg_advisory_unlock({_number})", _connection);
                await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException)
            {
                // A connection that broke in the hours that it was not used has given the lock back, and spoils no work that is done.
            }
        }
    }
}
