using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Rendering;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Finds versions that wait for work and have no job, and originals that no version holds any more.</summary>
public sealed class IngestionSweep(PlatformDatabase database, FileStore files, PageImages images, TimeProvider clock)
{
    // An upload is stored before its row is there: a younger file may belong to one that is just coming in.
    private static readonly TimeSpan UploadGrace = TimeSpan.FromMinutes(2);

    // Longer than the slowest upload takes.
    private static readonly TimeSpan BrokenUploadAge = TimeSpan.FromDays(1);

    // Their rows are locked until all of a batch are queued, and the job that is there first waits for that.
    private const int BatchSize = 10;

    // The lease is over before the worker closes its last stage; it writes over what is written here.
    private const string CloseStages = """
        update ingestion_stages s set finished_at = clock_timestamp(), error = case when v.state = 'published' then null else 'stopped' end
        from document_versions v
        where s.finished_at is null and v.id = s.version_id and (v.lease_until is null or v.lease_until < now())
        """;

    /// <summary>Closes the stages that killed workers left open, and queues a job for each waiting version that has none. Several processes may call it at once.</summary>
    /// <param name="enqueue">Queues a job for a version and returns the job's id.</param>
    /// <param name="cancellationToken">Stops between versions.</param>
    /// <returns>How many were queued.</returns>
    public async Task<int> QueueAsync(Func<Guid, string> enqueue, CancellationToken cancellationToken)
    {
        var queued = 0;
        int batch;
        do
        {
            batch = await QueueBatchAsync(enqueue, cancellationToken).ConfigureAwait(false);
            queued += batch;
        }
        while (batch == BatchSize);
        return queued;
    }

    private async Task<int> QueueBatchAsync(Func<Guid, string> enqueue, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(CloseStages, null, cancellationToken).ConfigureAwait(false);
        // Its key stays free, so that a version is not passed over while somebody writes a row that refers to it.
        var waiting = await session.QueryAsync<Guid>(
            """
            select v.id from document_versions v
            where v.state in ('received', 'parsed', 'chunked', 'embedded')
              and (v.lease_until is null or v.lease_until < now()) and (v.next_attempt_at is null or v.next_attempt_at <= now())
              and not exists (select from hangfire.job j
                              where j.id = v.job_id and (j.statename = 'Enqueued' and exists (select from hangfire.jobqueue q where q.jobid = j.id) or j.statename = 'Processing' and v.lease_until is null
                                                         and j.createdat > now() - interval '1 minute'))
            order by v.uploaded_at limit @BatchSize for no key update of v skip locked
            """, new { BatchSize }, cancellationToken).ConfigureAwait(false);
        foreach (var version in waiting)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Checkpoint: on a crash between the two lines the version is queued a second time; the lease lets only one job work.
            var job = long.Parse(enqueue(version), System.Globalization.CultureInfo.InvariantCulture);
            await session.ExecuteAsync("update document_versions set job_id = @job where id = @version", new { job, version }, cancellationToken)
                .ConfigureAwait(false);
        }

        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return waiting.Count;
    }

    /// <summary>Removes originals whose last version is gone or never came, and uploads that broke off a day ago.</summary>
    /// <returns>How many originals were removed.</returns>
    public async Task<int> RemoveReleasedOriginalsAsync(CancellationToken cancellationToken)
    {
        files.RemoveBrokenUploads(BrokenUploadAge, clock.GetUtcNow());
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var released = await session.QueryAsync<byte[]>("select sha256 from released_originals limit 1000", null, cancellationToken).ConfigureAwait(false);
        var removed = 0;
        foreach (var sha256 in released)
        {
            var inUse = await session.ReadAsync<bool>(
                """
                select exists (select from document_versions where sha256 = @sha256 or unlocked_sha256 = @sha256)
                    or exists (select from staged_members where sha256 = @sha256)
                """, new { sha256 }, cancellationToken).ConfigureAwait(false);
            if (!inUse)
            {
                if (clock.GetUtcNow() - File.GetLastWriteTimeUtc(files.PathOf(sha256)) < UploadGrace)
                {
                    continue;
                }

                // In this order: a page that is being rendered meanwhile looks for the original when its picture is there.
                files.Delete(sha256);
                images.Delete(sha256);
                removed++;
            }

            await session.ExecuteAsync("delete from released_originals where sha256 = @sha256", new { sha256 }, cancellationToken).ConfigureAwait(false);
        }

        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return removed;
    }
}
