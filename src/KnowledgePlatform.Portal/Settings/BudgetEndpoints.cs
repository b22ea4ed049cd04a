using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Usage;
using KnowledgePlatform.Core.Usage.Budgets;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Settings;

/// <summary>REST of budgets: for administrators; the warnings of one's own for whoever may ask.</summary>
internal static class BudgetEndpoints
{
    /// <summary>A new budget. Without person and group it bounds the whole installation.</summary>
    /// <param name="Amount">For a calendar month (UTC).</param>
    /// <param name="Person">Id of a person.</param>
    /// <param name="Group">Id of a group.</param>
    /// <param name="WarnPercent">1 to 100; without it Usage:WarnPercent.</param>
    /// <param name="Stops">At the amount no model is asked any more that costs something; false only says so.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewBudget(decimal Amount, Guid? Person = null, Guid? Group = null, int? WarnPercent = null, bool Stops = true);

    /// <summary>What to change of a budget; what is left out stays.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record BudgetChange(decimal? Amount = null, int? WarnPercent = null, bool? Stops = null);

    /// <summary>What one's budgets say.</summary>
    /// <param name="Warnings">Sentences to read; none while there is time.</param>
    /// <param name="Stopped">Models that cost something are not asked.</param>
    internal sealed record OwnBudgets(IReadOnlyList<string> Warnings, bool Stopped);

    public static void MapBudgetsApi(this IEndpointRouteBuilder api)
    {
        var budgets = api.MapGroup("/budgets").RequireScope(ApiScopes.Admin).WithTags("Budgets");
        budgets.MapGet("", ListAsync).WithSummary("Budgets and what was spent this month; for administrators");
        budgets.MapPost("", AddAsync).WithSummary("Set a budget for a person, a group or the installation; for administrators")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        budgets.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Change a budget; for administrators")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        budgets.MapDelete("/{id:guid}", RemoveAsync).WithSummary("Remove a budget; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/budgets/own", OwnAsync).RequireScope(ApiScopes.Ask).WithTags("Budgets").WithSummary("What your budgets say: warnings, and whether you are stopped");
    }

    private static async Task<Ok<IReadOnlyList<Budget>>> ListAsync(ClaimsPrincipal user, BudgetStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ListAsync(user.Caller(), cancellationToken));

    private static async Task<Created<Budget>> AddAsync(
        [FromBody] NewBudget made, ClaimsPrincipal user, BudgetStore store, IOptions<UsageOptions> options, CancellationToken cancellationToken)
    {
        var draft = new BudgetDraft(made.Person, made.Group, made.Amount, made.WarnPercent ?? options.Value.WarnPercent, made.Stops);
        var id = await store.AddAsync(user.Caller(), draft, cancellationToken);
        return TypedResults.Created($"{ApiSetup.Prefix}/budgets/{id}", await FindAsync(user, store, id, cancellationToken));
    }

    private static async Task<Ok<Budget>> ChangeAsync(Guid id, [FromBody] BudgetChange change, ClaimsPrincipal user, BudgetStore store, CancellationToken cancellationToken)
    {
        var before = await FindAsync(user, store, id, cancellationToken);
        await store.ChangeAsync(
            user.Caller(), id, change.Amount ?? before.Amount, change.WarnPercent ?? before.WarnPercent, change.Stops ?? before.Stops, cancellationToken);
        return TypedResults.Ok(await FindAsync(user, store, id, cancellationToken));
    }

    private static async Task<NoContent> RemoveAsync(Guid id, ClaimsPrincipal user, BudgetStore store, CancellationToken cancellationToken)
    {
        await store.RemoveAsync(user.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<OwnBudgets>> OwnAsync(ClaimsPrincipal user, BudgetGuard guard, CancellationToken cancellationToken) => TypedResults.Ok(new OwnBudgets(
        await guard.WarningsAsync(user.Caller(), cancellationToken), await guard.StopAsync(user.Caller(), cancellationToken) is not null));

    private static async Task<Budget> FindAsync(ClaimsPrincipal user, BudgetStore store, Guid id, CancellationToken cancellationToken) =>
        (await store.ListAsync(user.Caller(), cancellationToken)).FirstOrDefault(budget => budget.Id == id)
        ?? throw new RefusedException(RefusalKind.NotFound, "budget_not_found", "There is no such budget.");
}
