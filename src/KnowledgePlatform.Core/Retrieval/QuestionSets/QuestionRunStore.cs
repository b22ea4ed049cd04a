using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval.Tuning;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>Runs of question sets: begun here, done by workers. Everything here is for administrators.</summary>
public sealed class QuestionRunStore(PlatformDatabase database, TuningInForce tuning, IOptions<QuestionSetOptions> options)
{
    private const string Columns = """
        select r.id, r.set_id, r.user_id, u.user_name, r.version, r.state, r.reason, r.questions, r.asked, r.snapshot::text as snapshot, r.figures::text as figures, r.created_at, r.finished_at
        from question_runs r join users u on u.id = r.user_id
        """;

    /// <summary>The settings as configured, where a version is asked for by its number.</summary>
    public const int AsConfigured = 0;

    /// <summary>Begins a run; a worker takes it up within seconds.</summary>
    /// <param name="caller">An administrator: the questions find what this person, or key, may open.</param>
    /// <param name="set">The set.</param>
    /// <param name="version">Number of the search settings, <see cref="AsConfigured"/>, or null for those in force.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusedException"><c>question_set_not_found</c>, <c>search_version_not_found</c>, <c>question_set_empty</c>, <c>runs_too_many</c>.</exception>
    public async Task<Guid> StartAsync(Caller caller, Guid set, int? version, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        // Another process may have put one in force a moment ago.
        tuning.Forget();
        var used = version is null ? (await tuning.CurrentAsync(cancellationToken).ConfigureAwait(false)).Version : version == AsConfigured ? null : version;
        var id = Guid.CreateVersion7();
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        var (name, questions, known, open) = await session.FindAsync<(string?, int, bool, int)>(
            """
            select s.name, (select count(*)::int from set_questions q where q.set_id = s.id and q.retired_at is null),
                   @used::int is null or exists (select from search_versions where number = @used),
                   (select count(*)::int from question_runs where state in ('waiting', 'running'))
            from question_sets s where s.id = @set
            """, new { set, used }, cancellationToken).ConfigureAwait(false);
        RefuseUnfit(name, questions, known, open);
        await session.ExecuteAsync(
            "insert into question_runs (id, set_id, user_id, api_key_id, only_collections, version) values (@id, @set, @UserId, @ApiKeyId, @only, @used)",
            new { id, set, caller.UserId, caller.ApiKeyId, only = caller.OnlyCollections?.ToArray(), used }, cancellationToken).ConfigureAwait(false);
        // Workers listen there for documents, and look for runs then too.
        await session.ExecuteAsync("select pg_notify('kp_ingestion', '')", null, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(caller, "question_set.run", set, new { name, run = id, version = used ?? AsConfigured }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Has a run end before its next questions; one that is over stays as it is.</summary>
    /// <exception cref="RefusedException"><c>run_not_found</c>.</exception>
    public async Task CancelAsync(Caller caller, Guid run, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync("update question_runs set cancel = true where id = @run", new { run }, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw NotFound();
        }

        await session.RecordAsync(caller, "question_set.cancel", run, null, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The runs of a set, the newest first.</summary>
    public Task<IReadOnlyList<QuestionRun>> ListAsync(Caller caller, Guid set, CancellationToken cancellationToken) =>
        ReadAsync(caller, "r.set_id = @id order by r.created_at desc", set, cancellationToken);

    /// <summary>One run.</summary>
    /// <exception cref="RefusedException"><c>run_not_found</c>.</exception>
    public async Task<QuestionRun> FindAsync(Caller caller, Guid run, CancellationToken cancellationToken) =>
        (await ReadAsync(caller, "r.id = @id", run, cancellationToken).ConfigureAwait(false)).FirstOrDefault() ?? throw NotFound();

    /// <summary>The results of a run.</summary>
    public async Task<IReadOnlyList<QuestionResult>> ResultsAsync(Caller caller, Guid run, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        var results = await RunResults.ReadAsync(session, run, cancellationToken).ConfigureAwait(false);
        // Of documents that the reader may not open not even the ids.
        var open = (await session.QueryAsync<Guid>(
            "select id from documents where id = any (@ids)", new { ids = results.SelectMany(result => result.Found).Distinct().ToArray() }, cancellationToken).ConfigureAwait(false)).ToHashSet();
        return [.. results.Select(result => result.Found.All(open.Contains) ? result : result with { Found = [.. result.Found.Where(open.Contains)] })];
    }

    /// <summary>Two runs of one set, one beside the other.</summary>
    /// <exception cref="RefusedException"><c>run_not_found</c>; <c>runs_of_other_sets</c>; <c>run_unfinished</c>.</exception>
    public async Task<RunComparison> CompareAsync(Caller caller, Guid before, Guid after, CancellationToken cancellationToken)
    {
        var runs = new[] { await FindAsync(caller, before, cancellationToken).ConfigureAwait(false), await FindAsync(caller, after, cancellationToken).ConfigureAwait(false) };
        return runs[0].SetId != runs[1].SetId ? throw new RefusedException(RefusalKind.Invalid, "runs_of_other_sets", "These runs are of different question sets.")
            : runs.Any(run => run.State != "done") ? throw new RefusedException(RefusalKind.Conflict, "run_unfinished", "Only runs that came to their end are compared.")
            : RunComparison.Of(
                await ResultsAsync(caller, before, cancellationToken).ConfigureAwait(false), await ResultsAsync(caller, after, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Titles of documents, of those that the caller may open.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> TitlesAsync(Caller caller, IReadOnlyCollection<Guid> documents, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return (await session.QueryAsync<(Guid Id, string Title)>(
            "select id, title from documents where id = any (@ids)", new { ids = documents.Distinct().ToArray() }, cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => row.Id, row => row.Title);
    }

    /// <summary>What is asked by the questions of a set, retired ones too.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> TextsAsync(Caller caller, Guid set, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        return (await session.QueryAsync<(Guid Id, string Question)>("select id, question from set_questions where set_id = @set", new { set }, cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => row.Id, row => row.Question);
    }

    private void RefuseUnfit(string? name, int questions, bool known, int open)
    {
        if (name is null)
        {
            throw QuestionSetStore.NotFound();
        }

        if (!known)
        {
            throw new RefusedException(RefusalKind.NotFound, "search_version_not_found", "There is no version of the search settings with this number.");
        }

        if (questions == 0)
        {
            throw new RefusedException(RefusalKind.Conflict, "question_set_empty", "The set has no questions yet.");
        }

        if (open >= options.Value.MaxOpenRuns)
        {
            throw new RefusedException(
                RefusalKind.TooMany, "runs_too_many", $"{open} runs wait or go on already; the limit is {options.Value.MaxOpenRuns} (QuestionSets:MaxOpenRuns). Wait for one, or cancel it.");
        }
    }

    private async Task<IReadOnlyList<QuestionRun>> ReadAsync(Caller caller, string condition, Guid id, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        return [.. (await session.QueryAsync<Row>($"{Columns} where {condition}", new { id }, cancellationToken).ConfigureAwait(false)).Select(row => row.ToRun())];
    }

    private static RefusedException NotFound() => new(RefusalKind.NotFound, "run_not_found", "There is no such run.");

    private sealed record Row(
        Guid Id, Guid SetId, Guid UserId, string UserName, int? Version, string State, string? Reason, int Questions, int Asked, string Snapshot, string? Figures, DateTime CreatedAt,
        DateTime? FinishedAt)
    {
        public QuestionRun ToRun() => new(
            Id, SetId, UserId, UserName, Version, State, Reason, Questions, Asked, JsonSerializer.Deserialize<Dictionary<string, string>>(Snapshot)!,
            Figures is null ? null : JsonSerializer.Deserialize<RunFigures>(Figures, JsonSerializerOptions.Web), CreatedAt, FinishedAt);
    }
}
