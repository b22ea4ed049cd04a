using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Usage.Budgets;

/// <summary>Reads budgets with what a calendar month (UTC) spent of them.</summary>
internal static class BudgetMonth
{
    /// <param name="function"><c>kp_budgets</c>, all for administrators; <c>kp_budgets_of_caller</c>, those that bound the person of the transaction.</param>
    public static async Task<IReadOnlyList<Budget>> QueryAsync(DatabaseSession session, string function, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<Row>(
            $"select id, user_id, group_id, subject, amount, warn_percent, stops, spent from {function}(@moment) order by group_id is null, user_id is not null, lower(subject)",
            new { moment = now.UtcDateTime }, cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => row.Budget()).OrderBy(budget => budget.Scope != BudgetScope.Installation)];
    }

    public static DateOnly FirstOf(DateTimeOffset now) => new(now.UtcDateTime.Year, now.UtcDateTime.Month, 1);

    private sealed record Row(Guid Id, Guid? UserId, Guid? GroupId, string Subject, decimal Amount, int WarnPercent, bool Stops, decimal Spent)
    {
        public Budget Budget() => new(
            Id, UserId is not null ? BudgetScope.Person : GroupId is not null ? BudgetScope.Group : BudgetScope.Installation, UserId ?? GroupId, Subject, Amount, WarnPercent, Stops, Spent);
    }
}
