using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval.Tuning;

/// <summary>
/// Whether question sets that are gates let a version of the search settings through: two runs of each, by the same person, of the questions that it has now, with the models, synonyms
/// and configuration that there are now, not long ago; the one with the version is not worse by more than chance. For administrators.
/// </summary>
public sealed class TuningGate(
    PlatformDatabase database, QuestionSetStore sets, SetQuestionStore questions, QuestionRunStore runs, TuningInForce tuning, RunSnapshots snapshots, TimeProvider time,
    IOptions<QuestionSetOptions> options)
{
    /// <summary>What each gate says of a version, by name.</summary>
    /// <param name="caller">An administrator; runs of others, who may open other documents, do not count.</param>
    /// <param name="version">Number of the version, or <see cref="QuestionRunStore.AsConfigured"/>.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<GateVerdict>> JudgeAsync(Caller caller, int version, CancellationToken cancellationToken)
    {
        tuning.Forget();
        var (inForce, wanted) = ((await tuning.CurrentAsync(cancellationToken).ConfigureAwait(false)).Version, version == QuestionRunStore.AsConfigured ? (int?)null : version);
        var verdicts = new List<GateVerdict>();
        // A gate without questions stops nobody.
        var gates = (await sets.ListAsync(caller, cancellationToken).ConfigureAwait(false)).Where(set => set is { Gate: true, QuestionCount: > 0 }).ToList();
        if (gates.Count == 0)
        {
            return verdicts;
        }

        var now = RunSnapshots.Surroundings(await SnapshotAsync(caller, cancellationToken).ConfigureAwait(false)).ToList();
        foreach (var gate in gates)
        {
            verdicts.Add(await JudgeAsync(caller, gate, inForce, wanted, now, cancellationToken).ConfigureAwait(false));
        }

        return verdicts;
    }

    /// <summary>Begins the runs that gates miss: that of the version, and that of what is in force where there is none to compare with.</summary>
    /// <returns>How many were begun.</returns>
    /// <exception cref="RefusedException">As <see cref="QuestionRunStore.StartAsync"/>.</exception>
    public async Task<int> StartMissingAsync(Caller caller, int version, CancellationToken cancellationToken)
    {
        var begun = 0;
        foreach (var verdict in (await JudgeAsync(caller, version, cancellationToken).ConfigureAwait(false)).Where(one => one is { Comparison: null, Running: false }))
        {
            if (verdict.Before is null)
            {
                await runs.StartAsync(caller, verdict.SetId, null, cancellationToken).ConfigureAwait(false);
                begun++;
            }

            if (verdict.After is null)
            {
                await runs.StartAsync(caller, verdict.SetId, version, cancellationToken).ConfigureAwait(false);
                begun++;
            }
        }

        return begun;
    }

    private async Task<GateVerdict> JudgeAsync(Caller caller, QuestionSet gate, int? inForce, int? version, List<KeyValuePair<string, string>> now, CancellationToken cancellationToken)
    {
        var own = (await runs.ListAsync(caller, gate.Id, cancellationToken).ConfigureAwait(false)).Where(run => run.UserId == caller.UserId).ToList();
        var asked = (await questions.ListAsync(caller, gate.Id, cancellationToken).ConfigureAwait(false)).Where(question => question.Targets.Count > 0).Select(question => question.Id).ToHashSet();
        var results = new Dictionary<Guid, IReadOnlyList<QuestionResult>>();
        var after = await NewestAsync(version).ConfigureAwait(false);
        var before = await NewestAsync(inForce).ConfigureAwait(false);
        var compared = before is null || after is null ? null : RunComparison.Of(results[before.Id], results[after.Id]);
        return new GateVerdict(
            gate.Id, gate.Name, before, after, compared, compared?.IsWorse(options.Value.SignificantP) == true,
            own.Exists(run => run.Open && (run.Version == version || run.Version == inForce)));

        async Task<QuestionRun?> NewestAsync(int? of)
        {
            foreach (var run in own.Where(run => run is { State: "done", Reason: null } && run.Version == of && IsOfNow(run, now)))
            {
                results[run.Id] = await runs.ResultsAsync(caller, run.Id, cancellationToken).ConfigureAwait(false);
                if (asked.IsSubsetOf(results[run.Id].Select(result => result.QuestionId)))
                {
                    return run;
                }
            }

            return null;
        }
    }

    private async Task<IReadOnlyDictionary<string, string>> SnapshotAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await snapshots.TakeAsync(session, tuning.Configured, cancellationToken).ConfigureAwait(false);
    }

    private bool IsOfNow(QuestionRun run, IEnumerable<KeyValuePair<string, string>> now) =>
        time.GetUtcNow().UtcDateTime - run.CreatedAt < TimeSpan.FromHours(options.Value.GateHours) && RunSnapshots.Surroundings(run.Snapshot).SequenceEqual(now);
}
