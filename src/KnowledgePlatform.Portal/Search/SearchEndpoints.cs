using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Ask;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Search;

/// <summary>REST of searching: passages, without an answer made of them.</summary>
internal static class SearchEndpoints
{
    private const int Usual = 10;

    /// <summary>A search.</summary>
    /// <param name="Query">A sentence or words, in any language.</param>
    /// <param name="Collections">Where to look; without it everywhere that is open to you.</param>
    /// <param name="Limit">Number of passages, 10 without it.</param>
    /// <param name="Types">Types of documents, such as pdf, docx or mail.</param>
    /// <param name="From">First day, 2026-11-27: that which the document bears, else that of its upload (UTC).</param>
    /// <param name="To">Last day.</param>
    /// <param name="Languages">Languages of documents, such as en (ISO 639-1).</param>
    /// <param name="Authors">Who wrote it, the whole name as the document says it; case does not matter.</param>
    /// <param name="Tags">Tags of the document or of what holds it; case does not matter.</param>
    /// <param name="Sort">best, newest, oldest or title: the order in which the best passages are given.</param>
    /// <param name="Facets">True to count the documents by collection, type, language, author and tag as well.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Search(
        string? Query, IReadOnlyList<Guid>? Collections = null, int? Limit = null, IReadOnlyList<string>? Types = null, string? From = null, string? To = null,
        IReadOnlyList<string>? Languages = null, IReadOnlyList<string>? Authors = null, IReadOnlyList<string>? Tags = null, string? Sort = null, bool Facets = false);

    /// <summary>The passages found.</summary>
    /// <param name="Passages">In the order asked for.</param>
    /// <param name="Facets">
    /// How many of the documents that are open to you have each value, with every other filter applied and without that of its own kind; independent of the words. Null when not
    /// asked for.
    /// </param>
    internal sealed record Found(IReadOnlyList<PassageHit> Passages, SearchFacets? Facets);

    public static void MapSearch(this IEndpointRouteBuilder api)
    {
        Describe(api.MapPost("/search", SearchAsync)).WithSummary("Search passages by meaning and by words");
        Describe(api.MapGet("/search", ReadAsync)).WithSummary("The same, with everything in the address");
    }

    private static RouteHandlerBuilder Describe(RouteHandlerBuilder endpoint) => endpoint.RequireScope(ApiScopes.Read).WithTags("Search")
        .WithDescription(
            $"""
            pieces: three numbers a piece (page, start, length in the page's text); marks: two numbers (start, length in text) for each word of the query that stands in it, also
            inflected; place: the time code at which a passage of a recording begins. "Words in quotes" are found literally, a -word is in nothing found. Of score only the order
            means something; similarity is the cosine of question and passage. alike: how many passages that say nearly the same were put behind; relevance: what the operator's
            reranker gave, null without one. Of several values of a filter any will do, and every filter has to fit. Types:
            {string.Join(", ", Core.Documents.DocumentTypes.Names)}. Refusals: query_empty, query_too_long, query_only_excludes, text_invalid, question_too_literal, collections_empty, collection_not_found,
            type_unknown, date_invalid, dates_reversed, language_invalid, filter_too_large, sort_unknown, limit_out_of_range.
            """)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status413PayloadTooLarge);

    private static Task<Ok<Found>> ReadAsync(
        ClaimsPrincipal user, SearchService search, FacetStore counts, IOptions<AskApiOptions> options, CancellationToken cancellationToken,
        [Description("A sentence or words, in any language.")] string? query = null,
        [Description("Where to look; may be given several times, as all filters.")] Guid[]? collection = null,
        [Description("Type of documents, such as pdf, docx or mail.")] string[]? type = null,
        [Description("First day, 2026-11-27.")] string? from = null,
        [Description("Last day.")] string? to = null,
        [Description("Language of documents, such as en.")] string[]? language = null,
        [Description("Who wrote it, the whole name.")] string[]? author = null,
        [Description("Tag of the document or of what holds it.")] string[]? tag = null,
        [Description("best, newest, oldest or title.")] string? sort = null,
        [Description("Number of passages, 10 without it.")] int? limit = null,
        [Description("True to count the documents by the values of the filters as well.")] bool facets = false) =>
        // None given binds as an empty list, which says nothing here: an address cannot hold one.
        query is null ? throw new RefusedException(RefusalKind.Invalid, "query_empty", "The query is missing: the parameter is called query.") : SearchAsync(new Search(query, collection is { Length: > 0 } ? collection : null, limit, type, from, to, language, author, tag, sort, facets),
            user, search, counts, options, cancellationToken);

    private static async Task<Ok<Found>> SearchAsync(
        [FromBody] Search asked, ClaimsPrincipal user, SearchService search, FacetStore counts, IOptions<AskApiOptions> options, CancellationToken cancellationToken)
    {
        AllowedRange.Require("limit", asked.Limit, 1, options.Value.MaximumPassages);
        var filter = new SearchFilter
        {
            Collections = asked.Collections, Types = asked.Types ?? [], From = SearchFilter.ReadDay(asked.From), To = SearchFilter.ReadDay(asked.To),
            Languages = asked.Languages ?? [], Authors = asked.Authors ?? [], Tags = asked.Tags ?? [],
        };
        var request = new SearchRequest(asked.Query, asked.Limit ?? Usual) { Filter = filter, Sort = SearchRequest.ReadSort(asked.Sort) };
        var passages = await search.FindAsync(user.Caller(), request, cancellationToken);
        return TypedResults.Ok(new Found(passages, asked.Facets ? await counts.CountAsync(user.Caller(), filter, cancellationToken) : null));
    }
}
