using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>REST of searching: passages, without an answer made of them.</summary>
internal static class SearchEndpoints
{
    private const int Usual = 10;

    /// <summary>A search.</summary>
    /// <param name="Query">A sentence or words, in any language.</param>
    /// <param name="Collections">Where to look; without it everywhere that is open to you.</param>
    /// <param name="Limit">Number of passages, 10 without it.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Search(string? Query, IReadOnlyList<Guid>? Collections = null, int? Limit = null);

    /// <summary>The passages found, best first.</summary>
    internal sealed record Found(IReadOnlyList<PassageHit> Passages);

    public static void MapSearch(this IEndpointRouteBuilder api) => api.MapPost("/search", SearchAsync).RequireScope(ApiScopes.Read).WithTags("Ask")
        .WithSummary("Search passages by meaning and by words")
        .WithDescription(
            """
            pieces: three numbers a piece (page, start, length in the page's text); boxes: five numbers a line (page, left, top, right, bottom in points), none for
            documents without pages; place: the time code at which a passage of a recording begins. "Words in quotes" are found literally, a -word is in nothing found. Of score
            only the order means something; similarity is the cosine of question and passage.
            """)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static async Task<Ok<Found>> SearchAsync(
        [FromBody] Search asked, ClaimsPrincipal user, PassageSearch search, CollectionStore collections, AuditLog audit, IOptions<AskApiOptions> options,
        IOptions<RetrievalOptions> retrieval, CancellationToken cancellationToken)
    {
        var caller = user.Caller();
        var query = asked.Query?.Trim() ?? "";
        RefuseUnfit(query, asked.Limit, options.Value.MaximumPassages, retrieval.Value.MaxQuestionLength);
        await collections.RequireOpenAsync(caller, asked.Collections, cancellationToken);
        var hits = await search.SearchAsync(caller, query, asked.Collections, asked.Limit ?? Usual, cancellationToken);
        await audit.AddAsync(
            caller, "passages.search", null, new { query, documents = hits.Select(hit => hit.DocumentId).Distinct() }, cancellationToken);
        return TypedResults.Ok(new Found(hits));
    }

    private static void RefuseUnfit(string query, int? limit, int most, int longest)
    {
        if (query.Length == 0)
        {
            throw new RefusedException(RefusalKind.Invalid, "query_empty", "The query is empty.");
        }

        if (query.Length > longest)
        {
            throw new RefusedException(RefusalKind.TooLarge, "query_too_long", $"The query has {query.Length} characters; the limit is {longest}.");
        }

        AllowedRange.Require("limit", limit, 1, most);
    }
}
