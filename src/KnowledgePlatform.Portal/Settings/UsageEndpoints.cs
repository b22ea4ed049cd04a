using System.Security.Claims;
using System.Text;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Usage;
using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Settings;

/// <summary>REST of usage and cost: for administrators.</summary>
internal static class UsageEndpoints
{
    /// <summary>The public price that usage is compared with.</summary>
    /// <param name="Name">What it is the price of; 1 to 100 characters.</param>
    /// <param name="PromptPrice">Per million tokens that are read.</param>
    /// <param name="CompletionPrice">Per million tokens that are written.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record PublicPrice(string? Name, decimal PromptPrice, decimal CompletionPrice);

    private const string Days = "from and to are days (2026-11-30, UTC), both within; without them, this month until today.";

    public static void MapUsageApi(this IEndpointRouteBuilder api)
    {
        var usage = api.MapGroup("/usage").RequireScope(ApiScopes.Admin).WithTags("Usage");
        usage.MapGet("", ReportAsync).WithSummary("Tokens and cost by person, group, collection or model; for administrators")
            .WithDescription($"by: person (usually), group, collection or model. {Days}").ProducesProblem(StatusCodes.Status400BadRequest);
        usage.MapGet("/questions", QuestionsAsync).WithSummary("Tokens and cost of each question, the latest first; for administrators").WithDescription(Days)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        usage.MapGet("/file", FileAsync).WithSummary("Usage as a CSV file; for administrators")
            .WithDescription($"by: person (usually), group, collection, model, or question for a line each. {Days}")
            .Produces<string>(StatusCodes.Status200OK, "text/csv").ProducesProblem(StatusCodes.Status400BadRequest);
        usage.MapPut("/comparison", CompareAsync).WithSummary("Set the public price that usage is compared with; for administrators").ProducesProblem(StatusCodes.Status400BadRequest);
        usage.MapDelete("/comparison", CompareWithNoneAsync).WithSummary("Compare with no public price; for administrators");
    }

    private static async Task<Ok<UsageReport>> ReportAsync(
        ClaimsPrincipal user, UsageStore store, TimeProvider time, CancellationToken cancellationToken, string? by = null, DateOnly? from = null, DateOnly? to = null) =>
        TypedResults.Ok(await store.ReportAsync(user.Caller(), UsageAddress.Days(from, to, time), UsageAddress.By(by), cancellationToken));

    private static async Task<Ok<IReadOnlyList<UsageQuestion>>> QuestionsAsync(
        ClaimsPrincipal user, UsageStore store, TimeProvider time, CancellationToken cancellationToken, DateOnly? from = null, DateOnly? to = null) =>
        TypedResults.Ok(await store.QuestionsAsync(user.Caller(), UsageAddress.Days(from, to, time), cancellationToken));

    private static async Task<FileContentHttpResult> FileAsync(
        ClaimsPrincipal user, UsageStore store, IOptions<UsageOptions> options, TimeProvider time, CancellationToken cancellationToken, string? by = null, DateOnly? from = null,
        DateOnly? to = null)
    {
        var days = UsageAddress.Days(from, to, time);
        var text = by == UsageAddress.Question
            ? UsageCsv.Write(await store.QuestionsAsync(user.Caller(), days, cancellationToken), options.Value.Currency)
            : UsageCsv.Write(await store.ReportAsync(user.Caller(), days, UsageAddress.By(by), cancellationToken));
        return TypedResults.File(Encoding.UTF8.GetBytes(text), "text/csv; charset=utf-8; header=present", $"usage-by-{by ?? "person"}-{days.From:yyyy-MM-dd}-{days.To:yyyy-MM-dd}.csv");
    }

    private static async Task<NoContent> CompareAsync([FromBody] PublicPrice price, ClaimsPrincipal user, UsageStore store, CancellationToken cancellationToken)
    {
        await store.CompareAsync(user.Caller(), new UsageComparison(price.Name ?? "", price.PromptPrice, price.CompletionPrice), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> CompareWithNoneAsync(ClaimsPrincipal user, UsageStore store, CancellationToken cancellationToken)
    {
        await store.CompareAsync(user.Caller(), null, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>What addresses say of usage.</summary>
internal static class UsageAddress
{
    /// <summary>In a file: a line each.</summary>
    public const string Question = "question";

    /// <summary>What is added up by.</summary>
    /// <exception cref="RefusedException"><c>by_invalid</c>.</exception>
    public static UsageBy By(string? by) =>
        string.IsNullOrEmpty(by) ? UsageBy.Person
        : Enum.GetValues<UsageBy>().Cast<UsageBy?>().FirstOrDefault(one => string.Equals(one.ToString(), by, StringComparison.OrdinalIgnoreCase))
            ?? throw new RefusedException(RefusalKind.Invalid, "by_invalid", "by is person, group, collection or model.");

    /// <summary>The days; what is left out is that of this month until today.</summary>
    public static UsageDays Days(DateOnly? from, DateOnly? to, TimeProvider time) => UsageDays.Of(from, to, time.GetUtcNow());
}
