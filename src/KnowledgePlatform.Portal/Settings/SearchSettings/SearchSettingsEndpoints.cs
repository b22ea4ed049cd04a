using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.Tuning;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace KnowledgePlatform.Portal.Settings.SearchSettings;

/// <summary>REST of the search settings, by the rules of their page: for administrators.</summary>
internal static class SearchSettingsEndpoints
{
    /// <summary>The settings and their history.</summary>
    /// <param name="InForce">Number of the version in force; null: as configured.</param>
    /// <param name="Values">Its values.</param>
    /// <param name="Configured">What the configuration says.</param>
    /// <param name="Versions">All versions, the newest first.</param>
    /// <param name="History">What was in force when, the newest first.</param>
    internal sealed record ShownSettings(int? InForce, SearchTuning Values, SearchTuning Configured, IReadOnlyList<TuningVersion> Versions, IReadOnlyList<InForcePeriod> History);

    /// <summary>A new version; values that are left out are those in force.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewSearchSettings(
        string? Reason, double? LexicalWeight = null, double? NeighbourWeight = null, int? Neighbours = null, double? NamedDocumentWeight = null, double? LeastTitleShare = null,
        bool? Synonyms = null, bool? NearDuplicates = null, bool? Reranker = null, double? RerankerWeight = null);

    /// <summary>A version to put in force.</summary>
    /// <param name="Version">Its number; 0 for the settings as configured.</param>
    /// <param name="Reason">Why.</param>
    /// <param name="Against">Why against a gate that is not open; it stands in the audit trail.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record GivenForce(int Version, string? Reason, string? Against = null);

    public static void MapSearchSettingsApi(this IEndpointRouteBuilder api)
    {
        var settings = api.MapGroup("/search-settings").RequireScope(ApiScopes.Admin).WithTags("Search settings");
        settings.MapGet("", ShowAsync).WithSummary("The search settings in force, their versions and history; for administrators");
        settings.MapPost("/versions", AddAsync).WithSummary("Make a version; it is not in force by that; for administrators").ProducesProblem(StatusCodes.Status400BadRequest);
        settings.MapGet("/versions/{number:int}/gates", GatesAsync).WithSummary("What the question sets that are gates say of a version; for administrators");
        settings.MapPost("/versions/{number:int}/gates", StartAsync).WithSummary("Begin the runs that gates miss; for administrators")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
        settings.MapPut("/in-force", PutAsync).WithSummary("Put a version in force, also an earlier one; for administrators")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<ShownSettings>> ShowAsync(ClaimsPrincipal user, TuningStore store, TuningInForce inForce, CancellationToken cancellationToken)
    {
        var versions = await store.ListAsync(user.Caller(), cancellationToken);
        var (values, version) = await inForce.CurrentAsync(cancellationToken);
        return TypedResults.Ok(new ShownSettings(version, values, inForce.Configured, versions, await store.HistoryAsync(user.Caller(), cancellationToken)));
    }

    private static async Task<Created<TuningVersion>> AddAsync(
        [FromBody] NewSearchSettings made, ClaimsPrincipal user, TuningStore store, TuningInForce inForce, CancellationToken cancellationToken)
    {
        var now = (await inForce.CurrentAsync(cancellationToken)).Tuning;
        var number = await store.AddAsync(user.Caller(), now with
        {
            LexicalWeight = made.LexicalWeight ?? now.LexicalWeight, NeighbourWeight = made.NeighbourWeight ?? now.NeighbourWeight, Neighbours = made.Neighbours ?? now.Neighbours,
            NamedDocumentWeight = made.NamedDocumentWeight ?? now.NamedDocumentWeight, LeastTitleShare = made.LeastTitleShare ?? now.LeastTitleShare,
            Synonyms = made.Synonyms ?? now.Synonyms, NearDuplicates = made.NearDuplicates ?? now.NearDuplicates, Reranker = made.Reranker ?? now.Reranker,
            RerankerWeight = made.RerankerWeight ?? now.RerankerWeight,
        }, made.Reason ?? "", cancellationToken);
        return TypedResults.Created(
            $"{ApiSetup.Prefix}/search-settings/versions/{number}/gates", await store.FindAsync(user.Caller(), number, cancellationToken));
    }

    private static async Task<Ok<IReadOnlyList<GateVerdict>>> GatesAsync(int number, ClaimsPrincipal user, TuningGate gate, CancellationToken cancellationToken) =>
        TypedResults.Ok(await gate.JudgeAsync(user.Caller(), number, cancellationToken));

    private static async Task<Accepted<IReadOnlyList<GateVerdict>>> StartAsync(int number, ClaimsPrincipal user, TuningGate gate, CancellationToken cancellationToken)
    {
        await gate.StartMissingAsync(user.Caller(), number, cancellationToken);
        return TypedResults.Accepted($"{ApiSetup.Prefix}/search-settings/versions/{number}/gates", await gate.JudgeAsync(user.Caller(), number, cancellationToken));
    }

    private static async Task<NoContent> PutAsync([FromBody] GivenForce given, ClaimsPrincipal user, TuningStore store, CancellationToken cancellationToken)
    {
        await store.PutInForceAsync(user.Caller(), given.Version, given.Reason ?? "", given.Against, cancellationToken);
        return TypedResults.NoContent();
    }
}
