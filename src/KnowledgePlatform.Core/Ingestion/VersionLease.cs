using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Claims versions, keeps them while they are worked on, and writes how the work ended.</summary>
public sealed class VersionLease(PlatformDatabase database, IOptions<IngestionOptions> options)
{
    /// <summary>Takes a version for this worker, or returns null when there is nothing to do or another worker has it.</summary>
    public async Task<ClaimedVersion?> ClaimAsync(Guid version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var claimed = await session.FindAsync<ClaimedVersion>(
            """
            update document_versions v
            set lease_until = now() + make_interval(secs => @lease), attempts = attempts + 1, next_attempt_at = null, changed_at = now()
            from documents d
            where v.id = @version and d.id = v.document_id and v.state in ('received', 'parsed', 'chunked', 'embedded')
              and (v.lease_until is null or v.lease_until < now()) and (v.next_attempt_at is null or v.next_attempt_at <= now())
            returning v.id, v.document_id, v.collection_id, v.number, v.file_name, d.title, v.sha256, v.state, v.attempts
            """,
            new { version, lease = (double)options.Value.LeaseSeconds }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return claimed;
    }

    /// <summary>Renews the lease until <paramref name="work"/> is over; cancels the work when the version was lost.</summary>
    public async Task KeepAsync(ClaimedVersion version, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var lost = false;
        var working = work(stop.Token);
        while (await Task.WhenAny(working, Task.Delay(TimeSpan.FromSeconds(options.Value.LeaseSeconds / 3.0), CancellationToken.None)).ConfigureAwait(false) != working)
        {
            if (!await RenewAsync(version, cancellationToken).ConfigureAwait(false))
            {
                lost = true;
                await stop.CancelAsync().ConfigureAwait(false);
                break;
            }
        }

        try
        {
            await working.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lost && !cancellationToken.IsCancellationRequested)
        {
            throw new LeaseLostException();
        }
    }

    /// <summary>Gives the version back after a fault: for a later attempt, or as failed when there were too many.</summary>
    /// <returns>True when it was given up.</returns>
    public async Task<bool> PostponeAsync(ClaimedVersion version, string reason, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        if (version.Attempts >= settings.MaxAttempts)
        {
            await FailAsync(version, "too_many_attempts", $"given up after {version.Attempts} attempts: {reason}", cancellationToken).ConfigureAwait(false);
            return true;
        }

        var wait = settings.RetrySeconds * Math.Pow(2, version.Attempts - 1);
        await WriteAsync(
            version, "lease_until = null, next_attempt_at = now() + make_interval(secs => @wait), reason_code = 'retrying', reason = @reason",
            new { id = version.Id, attempts = version.Attempts, wait, reason }, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>Gives the version back at once, as if it had not been tried: the worker is shutting down.</summary>
    public Task ReleaseAsync(ClaimedVersion version) => WriteAsync(
        version, "lease_until = null, attempts = attempts - 1", new { id = version.Id, attempts = version.Attempts }, CancellationToken.None);

    /// <summary>Lists the version as one that cannot be read, with the reason.</summary>
    public Task FailAsync(ClaimedVersion version, string code, string reason, CancellationToken cancellationToken) => WriteAsync(
        version, "state = 'failed', lease_until = null, reason_code = @code, reason = @reason",
        new { id = version.Id, attempts = version.Attempts, code, reason }, cancellationToken);

    private async Task<bool> RenewAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var renewed = await session.ExecuteAsync(
            "update document_versions set lease_until = now() + make_interval(secs => @lease) where id = @id and attempts = @attempts and lease_until is not null",
            new { id = version.Id, attempts = version.Attempts, lease = (double)options.Value.LeaseSeconds }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return renewed == 1;
    }

    // The number of attempts tells this claim from a later one: a worker that slept through its lease changes nothing.
    private async Task WriteAsync(ClaimedVersion version, string assignments, object parameters, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"update document_versions set {assignments}, changed_at = now() where id = @id and attempts = @attempts and state not in ('published', 'superseded', 'failed')",
            parameters, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
