using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Writes when a stage of a version began and ended and how much it did: what the document page shows.</summary>
public sealed class StageLog(PlatformDatabase database)
{
    /// <summary>Runs a stage and records it, also when it fails.</summary>
    /// <param name="version">The version that is worked on.</param>
    /// <param name="stage">parse, chunk, embed or publish.</param>
    /// <param name="work">Returns the number of pages or chunks that it made.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public async Task RunAsync(ClaimedVersion version, string stage, Func<CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        var id = await ReadAsync<long>(
            "insert into ingestion_stages (version_id, collection_id, stage, started_at) values (@Id, @CollectionId, @stage, clock_timestamp()) returning id",
            new { version.Id, version.CollectionId, stage }, cancellationToken).ConfigureAwait(false);
        string? error = null;
        int? count = null;
        try
        {
            count = await work(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is DocumentWaitsException or OtherModelInForceException or ModelMissingException)
        {
            // Looked at many times until its turn comes, or sent back a stage: none of that is worth a line.
            await ReadAsync<long?>("delete from ingestion_stages where id = @id returning id", new { id }, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
        catch (Exception fault)
        {
            error = fault is OperationCanceledException or LeaseLostException ? "stopped" : fault.Message;
            throw;
        }
        finally
        {
            await ReadAsync<long?>(
                "update ingestion_stages set finished_at = clock_timestamp(), item_count = @count, error = @error where id = @id returning id",
                new { id, count, error }, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<T?> ReadAsync<T>(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var value = await session.FindAsync<T>(sql, parameters, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return value;
    }
}
