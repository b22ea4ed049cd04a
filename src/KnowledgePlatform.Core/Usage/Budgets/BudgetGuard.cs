using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Usage.Budgets;

/// <summary>What a person's budgets say: warnings to be shown, and whether a model that costs something may be asked.</summary>
/// <remarks>
/// Asked before a question is put to the model and charged after: questions that are being answered at the same time may together exceed a budget, each by what it costs. Nothing is
/// reserved, because what an answer costs is not known before it is there.
/// </remarks>
public sealed class BudgetGuard(PlatformDatabase database, TimeProvider time)
{
    /// <summary>Sentences for the person, those of budgets that are used up first; none while there is time.</summary>
    public async Task<IReadOnlyList<string>> WarningsAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return [.. (await BudgetsAsync(caller, now, cancellationToken).ConfigureAwait(false)).Where(budget => budget.IsWarned)
            .OrderByDescending(budget => budget.IsUsedUp && budget.Stops).ThenByDescending(budget => budget.Percent).Select(budget => budget.Warning(BudgetMonth.FirstOf(now)))];
    }

    /// <summary>Why no model is asked that costs something, for the reader of the answer; null when one may be.</summary>
    public async Task<string?> StopAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return (await BudgetsAsync(caller, now, cancellationToken).ConfigureAwait(false)).FirstOrDefault(budget => budget.IsUsedUp && budget.Stops)?.StopReason(BudgetMonth.FirstOf(now));
    }

    private async Task<IReadOnlyList<Budget>> BudgetsAsync(Caller caller, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await BudgetMonth.QueryAsync(session, "kp_budgets_of_caller", now, cancellationToken).ConfigureAwait(false);
    }
}
