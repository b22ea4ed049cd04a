using System.Diagnostics;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using Microsoft.Extensions.Options;
using Npgsql;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Claims versions, keeps them while they are worked on, and writes how the work ended.</summary>
public sealed class VersionLease(PlatformDatabase database, IOptions<IngestionOptions> options)
{
    private const string Ended = "case when exists (select from documents d where d.current_version_id = document_versions.id) then 'published' else 'failed' end";

    /// <summary>
    /// Takes a version for this worker, or returns null when there is nothing to do or another worker has it. A version on which as many workers were killed as
    /// there are attempts is listed as failed: it may be the one that kills them.
    /// </summary>
    public async Task<ClaimedVersion?> ClaimAsync(Guid version, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"""
            update document_versions
            set state = {Ended}, lease_until = null, claims = claims + 1, changed_at = now(), reason_code = 'too_many_attempts',
                reason = 'given up after ' || attempts || ' attempts: the worker ended in the middle of the last one'
            where id = @version and state in ('received', 'parsed', 'chunked', 'embedded') and attempts >= @MaxAttempts and lease_until < now()
            """,
            new { version, settings.MaxAttempts }, cancellationToken).ConfigureAwait(false);
        var claimed = await session.FindAsync<ClaimedVersion>(
            """
            update document_versions v
            set lease_until = now() + make_interval(secs => @lease), attempts = attempts + 1, claims = claims + 1, next_attempt_at = null, changed_at = now()
            from documents d
            where v.id = @version and d.id = v.document_id and v.state in ('received', 'parsed', 'chunked', 'embedded')
              and (v.lease_until is null or v.lease_until < now()) and (v.next_attempt_at is null or v.next_attempt_at <= now())
            returning v.id, v.document_id, v.collection_id, v.number, v.file_name, d.title, v.sha256, v.state, v.attempts, v.claims, v.unlocked_sha256, v.format
            """,
            new { version, lease = (double)settings.LeaseSeconds }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return claimed;
    }

    /// <summary>
    /// Renews the lease until <paramref name="work"/> is over; cancels the work when the version was lost, or the database was away for longer than the lease.
    /// Returns when the work is over, never before.
    /// </summary>
    public async Task KeepAsync(ClaimedVersion version, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var lease = TimeSpan.FromSeconds(options.Value.LeaseSeconds);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewed = Stopwatch.GetTimestamp();
        var lost = false;
        var working = work(stop.Token);
        while (!lost && await Task.WhenAny(working, Task.Delay(lease / 3, CancellationToken.None)).ConfigureAwait(false) != working)
        {
            var began = Stopwatch.GetTimestamp();
            var answer = await RenewAsync(version).ConfigureAwait(false);
            renewed = answer is true ? began : renewed;
            if (answer is false || Stopwatch.GetElapsedTime(renewed) > lease)
            {
                lost = true;
                await stop.CancelAsync().ConfigureAwait(false);
            }
        }

        try
        {
            await working.ConfigureAwait(false);
        }
        catch (Exception) when (lost && !cancellationToken.IsCancellationRequested)
        {
            throw new LeaseLostException();
        }
    }

    /// <summary>Gives the version back after a fault: for a later attempt, or as failed when there were too many.</summary>
    /// <returns>True when it was given up.</returns>
    /// <exception cref="LeaseLostException">It was deleted or belongs to another worker now.</exception>
    public async Task<bool> PostponeAsync(ClaimedVersion version, string reason, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (version.Attempts >= settings.MaxAttempts)
        {
            await FailAsync(version, "too_many_attempts", $"given up after {version.Attempts} attempts: {reason}", cancellationToken).ConfigureAwait(false);
            return true;
        }

        var wait = settings.RetrySeconds * Math.Pow(2, version.Attempts - 1);
        return await WriteAsync(
            version, "lease_until = null, next_attempt_at = now() + make_interval(secs => @wait), reason_code = 'retrying', reason = @reason",
            new { version.Id, version.Claims, wait, reason }, cancellationToken).ConfigureAwait(false)
            ? false : throw new LeaseLostException();
    }

    /// <summary>Gives the version back at once, as if it had not been tried: the worker is shutting down.</summary>
    public Task ReleaseAsync(ClaimedVersion version) => WriteAsync(
        version, "lease_until = null, attempts = attempts - 1", new { version.Id, version.Claims }, CancellationToken.None);

    /// <summary>Gives the version back for later, as if it had not been tried: its turn has not come.</summary>
    public Task WaitAsync(ClaimedVersion version, string format, string reason) => WriteAsync(
        version,
        "lease_until = null, attempts = attempts - 1, next_attempt_at = now() + make_interval(secs => @wait), format = coalesce(nullif(@format, ''), format), reason_code = @code, reason = @reason",
        new { version.Id, version.Claims, wait = (double)options.Value.WaitSeconds, format, code = DocumentSummary.WorkCode, reason }, CancellationToken.None);

    /// <summary>
    /// Lists the version as one that cannot be read, with the reason. One that was published before stays so, with what was read then: the reason says why it
    /// could not be read again.
    /// </summary>
    public Task FailAsync(ClaimedVersion version, string code, string reason, CancellationToken cancellationToken) => WriteAsync(
        version, $"state = {Ended}, lease_until = null, reason_code = @code, reason = @reason", new { version.Id, version.Claims, code, reason }, cancellationToken);

    // Null when the database did not answer. Not cancelled by a shutdown: the version is this worker's until its work has ended.
    private async Task<bool?> RenewAsync(ClaimedVersion version)
    {
        try
        {
            await using var session = await database.BeginWorkerAsync(CancellationToken.None).ConfigureAwait(false);
            var renewed = await session.ExecuteAsync(
                "update document_versions set lease_until = now() + make_interval(secs => @lease) where id = @Id and claims = @Claims and lease_until is not null",
                new { version.Id, version.Claims, lease = (double)options.Value.LeaseSeconds }, CancellationToken.None).ConfigureAwait(false);
            await session.CommitAsync(CancellationToken.None).ConfigureAwait(false);
            return renewed == 1;
        }
        catch (Exception error) when (error is NpgsqlException or TimeoutException or IOException)
        {
            return null;
        }
    }

    // The number of the claim tells it from a later one: a worker that slept through its lease changes nothing.
    private async Task<bool> WriteAsync(ClaimedVersion version, string assignments, object parameters, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var written = await session.ExecuteAsync(
            $"update document_versions set {assignments}, changed_at = now() where id = @Id and claims = @Claims and state not in ('published', 'superseded', 'failed')",
            parameters, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return written == 1;
    }
}
