using System.Diagnostics;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval.Tuning;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>Asks the questions of a run by the search that everybody uses, as the person who began it. What is answered stays: a run that was stopped goes on there.</summary>
public sealed partial class QuestionRunner(
    PlatformDatabase database, QuestionRunLease lease, PassageSearch search, TuningInForce tuning, RunSnapshots snapshots, IOptions<QuestionSetOptions> options,
    ILogger<QuestionRunner> logger)
{
    // Between two looks at whether it was cancelled: some tenths of a second.
    private const int Batch = 10;

    /// <summary>Does what is left of a run; returns at once when that is nothing or another worker has it.</summary>
    public async Task RunAsync(Guid run, CancellationToken cancellationToken)
    {
        if (await lease.ClaimAsync(run, cancellationToken).ConfigureAwait(false) is not { } claimed)
        {
            return;
        }

        try
        {
            await AskAsync(claimed, new Caller(claimed.UserId, claimed.ApiKeyId, claimed.OnlyCollections), cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await lease.ReleaseAsync(run).ConfigureAwait(false);
            throw;
        }
        catch (RefusedException refused)
        {
            await lease.EndAsync(run, "failed", refused.Message, null).ConfigureAwait(false);
        }
        catch (NpgsqlException error) when (error.IsTransient)
        {
            // The database went away: when the lease is over another worker goes on.
            LogDatabaseAway(logger, run, error);
        }
        catch (Exception error)
        {
            LogFault(logger, run, error);
            await lease.EndAsync(run, "failed", "It ended with a fault; the log of the worker says which.", null).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(ClaimedRun run, Caller caller, CancellationToken cancellationToken)
    {
        var (questions, results, settings, before) = await BeginAsync(run, caller, cancellationToken).ConfigureAwait(false);
        var askable = questions.Where(question => question.Targets.Count > 0).ToList();
        await lease.BeginAsync(run.Id, askable.Count, JsonSerializer.Serialize(before), cancellationToken).ConfigureAwait(false);
        foreach (var batch in askable.ExceptBy(results.Select(result => result.QuestionId), question => question.Id).Chunk(Batch))
        {
            var answered = new QuestionResult[batch.Length];
            await Parallel.ForAsync(0, batch.Length, new ParallelOptions { MaxDegreeOfParallelism = options.Value.AtOnce, CancellationToken = cancellationToken }, async (i, token) =>
            {
                var began = Stopwatch.GetTimestamp();
                var hits = await search.FindAsync(caller, batch[i].Text, SearchFilter.None, options.Value.Depth, settings, token).ConfigureAwait(false);
                answered[i] = QuestionScore.Of(batch[i], hits, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }).ConfigureAwait(false);
            results.AddRange(answered);
            // Checkpoint: on a crash before this the batch is asked again; results that are there stay.
            await SaveAsync(run.Id, caller, answered, cancellationToken).ConfigureAwait(false);
            if (!await lease.ProgressAsync(run.Id, results.Count, cancellationToken).ConfigureAwait(false))
            {
                await lease.EndAsync(run.Id, "cancelled", null, null).ConfigureAwait(false);
                return;
            }
        }

        await EndAsync(run, caller, questions.Count - askable.Count, results, settings, before, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(IReadOnlyList<SetQuestion> Questions, List<QuestionResult> Results, SearchTuning Settings, IReadOnlyDictionary<string, string> Snapshot)> BeginAsync(
        ClaimedRun run, Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        var questions = await SetQuestionRows.ReadAsync(session, run.SetId, cancellationToken).ConfigureAwait(false);
        var results = await RunResults.ReadAsync(session, run.Id, cancellationToken).ConfigureAwait(false);
        var settings = run.Version is null
            ? tuning.Configured
            : TuningInForce.Parse(await session.ReadAsync<string>("select tuning::text from search_versions where number = @Version", new { run.Version }, cancellationToken).ConfigureAwait(false));
        return (questions, [.. results.Where(result => questions.Any(question => question.Id == result.QuestionId))], settings,
            await snapshots.TakeAsync(session, settings, cancellationToken).ConfigureAwait(false));
    }

    private async Task SaveAsync(Guid run, Caller caller, IReadOnlyList<QuestionResult> results, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        foreach (var result in results)
        {
            // A question or set that was removed meanwhile takes its result along.
            await session.ExecuteAsync(
                """
                insert into question_results (run_id, question_id, document_rank, passage_rank, of_passage, ndcg10, milliseconds, found)
                select r.id, q.id, @DocumentRank, @PassageRank, @OfPassage, @Ndcg10, @Milliseconds, @Found from question_runs r, set_questions q where r.id = @run and q.id = @QuestionId
                on conflict do nothing
                """,
                new { run, result.QuestionId, result.DocumentRank, result.PassageRank, result.OfPassage, result.Ndcg10, result.Milliseconds, result.Found }, cancellationToken)
                .ConfigureAwait(false);
        }

        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task EndAsync(
        ClaimedRun run, Caller caller, int leftOut, IReadOnlyList<QuestionResult> results, SearchTuning settings, IReadOnlyDictionary<string, string> before,
        CancellationToken cancellationToken)
    {
        if (results.Count == 0)
        {
            await lease.EndAsync(run.Id, "failed", "There was no question to ask: their documents are gone, or not open to whoever began the run.", null).ConfigureAwait(false);
            return;
        }

        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var after = await snapshots.TakeAsync(session, settings, cancellationToken).ConfigureAwait(false);
        var changed = RunSnapshots.Differences(before, after, withContents: false);
        await lease.EndAsync(
            run.Id, "done", changed.Count == 0 ? null : $"While it ran these changed: {string.Join(", ", changed.Select(one => one.Name))}.",
            JsonSerializer.Serialize(RunFigures.Of(results, leftOut), JsonSerializerOptions.Web)).ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            delete from question_runs where set_id = @SetId and state in ('done', 'cancelled', 'failed') and id not in (
                select id from question_runs where set_id = @SetId and state in ('done', 'cancelled', 'failed') order by created_at desc limit @RunsKept)
            """, new { run.SetId, options.Value.RunsKept }, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            "delete from set_questions q where set_id = @SetId and retired_at is not null and not exists (select from question_results r where r.question_id = q.id)", new { run.SetId },
            cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(EventId = 6101, Level = LogLevel.Error, Message = "run {Run} of a question set ended with a fault")]
    private static partial void LogFault(ILogger logger, Guid run, Exception error);

    [LoggerMessage(EventId = 6102, Level = LogLevel.Warning, Message = "the database was away during run {Run} of a question set; it is taken up again")]
    private static partial void LogDatabaseAway(ILogger logger, Guid run, Exception error);
}
