using System.Security.Claims;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KnowledgePlatform.Portal.Audit;

/// <summary>REST of the audit trail, for a firm's own monitoring.</summary>
internal static class AuditEndpoints
{
    private const int Most = 1000;

    /// <summary>One event.</summary>
    /// <param name="Id">Number in the chain.</param>
    /// <param name="At">When, UTC.</param>
    /// <param name="UserName">Who; null for the platform itself and for people who were removed.</param>
    /// <param name="ByKey">True when an API key was used.</param>
    /// <param name="Action">What, such as <c>person.add</c>.</param>
    /// <param name="SubjectId">The id of what was acted on.</param>
    /// <param name="Detail">What else is known of it.</param>
    internal sealed record AuditEntry(long Id, DateTime At, string? UserName, bool ByKey, string Action, Guid? SubjectId, JsonElement Detail);

    public static void MapAuditApi(this IEndpointRouteBuilder api) =>
        api.MapGet("/audit", ListAsync).RequireScope(ApiScopes.Admin).WithTags("Audit").WithSummary("The audit trail, the latest event first; for administrators")
            .WithDescription($"count: 1 to {Most}, usually 100. To read on, send the smallest id as before.").ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<Ok<List<AuditEntry>>> ListAsync(
        ClaimsPrincipal user, AuditLog log, CancellationToken cancellationToken, long? before = null, string? action = null, int count = 100)
    {
        AllowedRange.Require("count", count, 1, Most);
        AllowedRange.Require("before", before, 1);
        var events = await log.ListAsync(user.Caller(), before, action, count, cancellationToken);
        return TypedResults.Ok(events.Select(one => new AuditEntry(
            one.Id, one.At, one.UserName, one.ByKey, one.Action, one.SubjectId, JsonSerializer.Deserialize<JsonElement>(one.Detail))).ToList());
    }
}
