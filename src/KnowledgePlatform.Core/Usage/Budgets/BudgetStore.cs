using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Npgsql;

namespace KnowledgePlatform.Core.Usage.Budgets;

/// <summary>Budgets for those who set them. Everything here is for administrators.</summary>
public sealed class BudgetStore(PlatformDatabase database, TimeProvider time)
{
    /// <summary>All budgets with what was spent this month: the installation's, then groups' and people's by name.</summary>
    public async Task<IReadOnlyList<Budget>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await BudgetMonth.QueryAsync(session, "kp_budgets", time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sets a budget for somebody who has none.</summary>
    /// <exception cref="RefusedException">
    /// <c>budget_there</c>, <c>budget_subject_invalid</c>, <c>budget_subject_not_found</c>, <c>budget_amount_invalid</c>, <c>budget_warning_invalid</c>.
    /// </exception>
    public async Task<Guid> AddAsync(Caller caller, BudgetDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        draft.Check();
        var id = Guid.CreateVersion7();
        await ChangeAsync(
            caller, id, "budget.add", "insert into budgets (id, user_id, group_id, amount, warn_percent, stops) values (@id, @Person, @Group, @Amount, @WarnPercent, @Stops)", draft,
            cancellationToken).ConfigureAwait(false);
        return id;
    }

    /// <summary>Changes amount, warning and stop; whose it is stays.</summary>
    /// <exception cref="RefusedException"><c>budget_not_found</c>, and as <see cref="AddAsync"/>.</exception>
    public Task ChangeAsync(Caller caller, Guid id, decimal amount, int warnPercent, bool stops, CancellationToken cancellationToken)
    {
        var draft = new BudgetDraft(null, null, amount, warnPercent, stops);
        draft.Check();
        return ChangeAsync(
            caller, id, "budget.change", "update budgets set amount = @Amount, warn_percent = @WarnPercent, stops = @Stops, changed_at = now() where id = @id", draft, cancellationToken);
    }

    /// <summary>Removes a budget: what it bounded is bounded no more.</summary>
    /// <exception cref="RefusedException"><c>budget_not_found</c>.</exception>
    public Task RemoveAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(caller, id, "budget.remove", "delete from budgets where id = @id", null, cancellationToken);

    private Task<DatabaseSession> BeginAsync(Caller caller, CancellationToken cancellationToken) => AdministratorRule.BeginAsync(database, caller, cancellationToken);

    private async Task ChangeAsync(Caller caller, Guid id, string action, string sql, BudgetDraft? draft, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        try
        {
            var parameters = new { id, draft?.Person, draft?.Group, draft?.Amount, draft?.WarnPercent, draft?.Stops };
            if (await session.ExecuteAsync(sql, parameters, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw new RefusedException(RefusalKind.NotFound, "budget_not_found", "There is no such budget.");
            }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new RefusedException(RefusalKind.Conflict, "budget_there", "There is a budget for this already: change that one.");
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new RefusedException(RefusalKind.Invalid, "budget_subject_not_found", "There is no such person or group.");
        }

        await session.RecordAsync(caller, action, id, draft, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
