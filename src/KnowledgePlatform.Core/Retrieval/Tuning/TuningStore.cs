using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval.Tuning;

/// <summary>Versions of the search settings, and which is in force. Everything here is for administrators.</summary>
public sealed class TuningStore(PlatformDatabase database, TuningInForce inForce, TuningGate gate, IOptions<TuningOptions> options)
{
    private const int MaxReason = 500;

    private const string Versions = """
        select v.number, v.tuning::text as tuning, v.reason, u.user_name as author, v.made_at from search_versions v left join users u on u.id = v.author
        """;

    // Two at once would take the same number, or judge by what the other is about to change.
    private const string OneAtATime = "select pg_advisory_xact_lock(7210945)";

    /// <summary>The versions, the newest first.</summary>
    public async Task<IReadOnlyList<TuningVersion>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var rows = await session.QueryAsync<Row>(Versions + " order by v.number desc limit @Listed", new { options.Value.Listed }, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.Read())];
    }

    /// <summary>One version, however old; null when there is none of this number.</summary>
    public async Task<TuningVersion?> FindAsync(Caller caller, int number, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return (await session.QueryAsync<Row>(Versions + " where v.number = @number", new { number }, cancellationToken).ConfigureAwait(false)).SingleOrDefault()?.Read();
    }

    /// <summary>What was in force when, the newest first; nothing as long as the configuration always was.</summary>
    public async Task<IReadOnlyList<InForcePeriod>> HistoryAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<InForcePeriod>(
            """
            select f.version, f.reason, f.overridden, u.user_name as author, f.since
            from search_in_force f left join users u on u.id = f.author order by f.id desc limit @Listed
            """, new { options.Value.Listed }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a version. It is not in force by that.</summary>
    /// <returns>Its number.</returns>
    /// <exception cref="RefusedException"><c>search_settings_invalid</c>, <c>reason_missing</c>.</exception>
    public async Task<int> AddAsync(Caller caller, SearchTuning tuning, string reason, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tuning);
        reason = Checked(reason, "Say why, in a sentence for those who look at it later.");
        var values = JsonSerializer.Serialize(tuning.Checked(), JsonSerializerOptions.Web);
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(OneAtATime, null, cancellationToken).ConfigureAwait(false);
        var number = await session.ReadAsync<int>(
            """
            insert into search_versions (number, tuning, reason, author) select coalesce(max(number), 0) + 1, @values::jsonb, @reason, @UserId from search_versions
            returning number
            """, new { values, reason, caller.UserId }, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(caller, "search_settings.add", null, new { version = number, reason, values = tuning }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return number;
    }

    /// <summary>Puts a version in force, a new one or one of before: every process searches with it within seconds. Gates must be open, or <paramref name="against"/> says why not.</summary>
    /// <param name="caller">An administrator.</param>
    /// <param name="version">Number of the version, or <see cref="QuestionRunStore.AsConfigured"/>.</param>
    /// <param name="reason">Why.</param>
    /// <param name="against">Why against a gate that is not open; empty usually. It stands in the audit trail with what the gates said.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RefusedException">
    /// <c>search_version_not_found</c>, <c>search_version_in_force</c>, <c>reason_missing</c>, <c>gate_run_missing</c>, <c>gate_worse</c>.
    /// </exception>
    public async Task PutInForceAsync(Caller caller, int version, string reason, string? against, CancellationToken cancellationToken)
    {
        reason = Checked(reason, "Say why, in a sentence for those who look at it later.");
        against = string.IsNullOrWhiteSpace(against) ? null : Checked(against, "");
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(OneAtATime, null, cancellationToken).ConfigureAwait(false);
        var (known, now) = await session.ReadAsync<(bool, int)>(
            """
            select @version = 0 or exists (select from search_versions where number = @version),
                   coalesce((select version from search_in_force order by id desc limit 1), 0)
            """, new { version }, cancellationToken).ConfigureAwait(false);
        if (!known || now == version)
        {
            throw known
                ? new RefusedException(RefusalKind.Conflict, "search_version_in_force", "This is in force already.")
                : new RefusedException(RefusalKind.NotFound, "search_version_not_found", "There is no version of the search settings with this number.");
        }

        var verdicts = await gate.JudgeAsync(caller, version, cancellationToken).ConfigureAwait(false);
        var closed = verdicts.FirstOrDefault(verdict => !verdict.Open);
        if (closed is not null && against is null)
        {
            throw closed.Worse
                ? new RefusedException(
                    RefusalKind.Conflict, "gate_worse",
                    $"The question set \"{closed.SetName}\" finds worse with it, by more than chance: {closed.Comparison!.Worse.Count} questions worse, {closed.Comparison.Better.Count} better.")
                : new RefusedException(
                    RefusalKind.Conflict, "gate_run_missing", $"The question set \"{closed.SetName}\" is a gate: run it with this version, and with what is in force, first.");
        }

        var overridden = closed is null ? null : against;
        await session.ExecuteAsync(
            "insert into search_in_force (version, reason, overridden, author) values (nullif(@version, 0), @reason, @overridden, @UserId)",
            new { version, reason, overridden, caller.UserId }, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(
            caller, "search_settings.in_force", null,
            new
            {
                version, before = now, reason, overridden,
                gates = verdicts.Select(verdict => new
                {
                    set = verdict.SetName, open = verdict.Open, difference = Rounded(verdict.Comparison?.Difference), p = Rounded(verdict.Comparison?.P),
                    better = verdict.Comparison?.Better.Count, worse = verdict.Comparison?.Worse.Count,
                }),
            }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        inForce.Forget();
    }

    private Task<DatabaseSession> BeginAsync(Caller caller, CancellationToken cancellationToken) => AdministratorRule.BeginAsync(database, caller, cancellationToken);

    private static double? Rounded(double? number) => number is { } value ? Math.Round(value, 4) : null;

    private static string Checked(string? reason, string missing)
    {
        reason = (reason ?? "").Replace('\0', ' ').Trim();
        return reason.Length == 0 ? throw new RefusedException(RefusalKind.Invalid, "reason_missing", missing)
            : reason.Length > MaxReason ? throw new RefusedException(RefusalKind.TooLarge, "reason_too_long", $"The reason has {reason.Length} characters; the limit is {MaxReason}.")
            : reason;
    }

    private sealed record Row(int Number, string Tuning, string Reason, string? Author, DateTime MadeAt)
    {
        public TuningVersion Read() => new(Number, TuningInForce.Parse(Tuning), Reason, Author, MadeAt);
    }
}
