using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>A run that a worker has.</summary>
internal sealed record ClaimedRun(Guid Id, Guid SetId, Guid UserId, Guid? ApiKeyId, Guid[]? OnlyCollections, int? Version);

/// <summary>The worker's side of runs: which wait, who has one, how far it is.</summary>
public sealed class QuestionRunLease(PlatformDatabase database, IOptions<QuestionSetOptions> options)
{
    /// <summary>Queues a job for each run that waits for one, or whose worker gave no sign for the time of its lease.</summary>
    /// <param name="enqueue">Queues a job for a run.</param>
    /// <param name="cancellationToken">Stops between runs.</param>
    public async Task QueueAsync(Action<Guid> enqueue, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(enqueue);
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        // A job may wait behind documents for long; one that was lost is queued anew after that time, and a second one finds the run taken.
        var waiting = await session.QueryAsync<Guid>(
            """
            update question_runs set queued_at = now()
            where state in ('waiting', 'running') and (lease_until is null or lease_until < now())
              and (queued_at is null or queued_at < now() - interval '10 minutes' or (lease_until is not null and queued_at < lease_until))
            returning id
            """, null, cancellationToken).ConfigureAwait(false);
        foreach (var run in waiting)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Checkpoint: on a crash before the commit the runs are queued a second time; the lease lets only one job work.
            enqueue(run);
        }

        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a run, or returns null when it is over or another worker has it. One that was cancelled before it began is over.</summary>
    internal async Task<ClaimedRun?> ClaimAsync(Guid run, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            "update question_runs set state = 'cancelled', finished_at = now(), lease_until = null where id = @run and cancel and state in ('waiting', 'running') and (lease_until is null or lease_until < now())",
            new { run }, cancellationToken).ConfigureAwait(false);
        var claimed = await session.FindAsync<ClaimedRun>(
            """
            update question_runs set state = 'running', lease_until = now() + make_interval(secs => @lease)
            where id = @run and state in ('waiting', 'running') and (lease_until is null or lease_until < now())
            returning id, set_id, user_id, api_key_id, only_collections, version
            """, new { run, lease = (double)options.Value.LeaseSeconds }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return claimed;
    }

    /// <summary>Writes how many questions there are and what is in force.</summary>
    internal Task BeginAsync(Guid run, int questions, string snapshot, CancellationToken cancellationToken) =>
        WriteAsync("questions = @questions, snapshot = @snapshot::jsonb", new { run, questions, snapshot }, cancellationToken);

    /// <summary>Writes how many questions were asked, and keeps the run.</summary>
    /// <returns>False when it was cancelled or is gone.</returns>
    internal async Task<bool> ProgressAsync(Guid run, int asked, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        var goesOn = await session.FindAsync<bool>(
            "update question_runs set asked = @asked, lease_until = now() + make_interval(secs => @lease) where id = @run and state = 'running' returning not cancel",
            new { run, asked, lease = (double)options.Value.LeaseSeconds }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return goesOn;
    }

    /// <summary>Ends the run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="state"><c>done</c>, <c>cancelled</c> or <c>failed</c>.</param>
    /// <param name="reason">For whoever began it, or null.</param>
    /// <param name="figures">As JSON, or null.</param>
    internal Task EndAsync(Guid run, string state, string? reason, string? figures) => WriteAsync(
        "state = @state, reason = @reason, figures = @figures::jsonb, finished_at = now(), lease_until = null", new { run, state, reason, figures }, CancellationToken.None);

    /// <summary>Gives the run back: this worker is shutting down, another goes on.</summary>
    internal Task ReleaseAsync(Guid run) => WriteAsync("lease_until = null, queued_at = null", new { run }, CancellationToken.None);

    private async Task WriteAsync(string assignments, object parameters, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync($"update question_runs set {assignments} where id = @run and state = 'running'", parameters, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
