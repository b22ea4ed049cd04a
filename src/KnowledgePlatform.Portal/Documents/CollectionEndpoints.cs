using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>REST of collections.</summary>
internal static class CollectionEndpoints
{
    /// <summary>A new collection.</summary>
    /// <param name="Name">1 to 100 characters, not taken.</param>
    /// <param name="Description">At most 1,000 characters.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewCollection(string? Name, string? Description = null);

    /// <summary>What to change of a collection; what is left out stays.</summary>
    /// <param name="Name">1 to 100 characters, not taken.</param>
    /// <param name="Description">At most 1,000 characters.</param>
    /// <param name="EmbeddingProfile">automatic (English passages by the English model as well, where it was fetched) or multilingual.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record CollectionChange(string? Name = null, string? Description = null, string? EmbeddingProfile = null);

    public static void MapCollections(this IEndpointRouteBuilder api)
    {
        var collections = api.MapGroup("/collections").WithTags("Collections");
        collections.MapGet("", ListAsync).RequireScope(ApiScopes.Read).WithSummary("The collections that you may open");
        collections.MapPost("", CreateAsync).RequireScope(ApiScopes.Write).WithSummary("Make a collection, whose manager you are");
        collections.MapGet("/{id:guid}", FindAsync).RequireScope(ApiScopes.Read).WithSummary("One collection");
        collections.MapPatch("/{id:guid}", ChangeAsync).RequireScope(ApiScopes.Write).WithSummary("Rename or describe a collection, or choose its embedding models; for its managers");
        collections.MapDelete("/{id:guid}", DeleteAsync).RequireScope(ApiScopes.Write).WithSummary("Delete a collection with all its documents; for its managers");
    }

    private static async Task<Ok<IReadOnlyList<CollectionSummary>>> ListAsync(ClaimsPrincipal user, CollectionStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ListAsync(user.Caller(), cancellationToken));

    private static async Task<Ok<CollectionSummary>> FindAsync(Guid id, ClaimsPrincipal user, CollectionStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken) ?? throw NotFound());

    private static async Task<Created<CollectionSummary>> CreateAsync(
        NewCollection made, ClaimsPrincipal user, CollectionStore store, CancellationToken cancellationToken)
    {
        var caller = user.Caller();
        var id = await store.CreateAsync(caller, made.Name, made.Description ?? "", cancellationToken);
        return TypedResults.Created($"/api/v1/collections/{id}", await store.FindAsync(caller, id, cancellationToken));
    }

    private static async Task<Ok<CollectionSummary>> ChangeAsync(
        Guid id, CollectionChange changed, ClaimsPrincipal user, CollectionStore store, CancellationToken cancellationToken)
    {
        var caller = user.Caller();
        var before = await store.FindAsync(caller, id, cancellationToken) ?? throw NotFound();
        await store.ChangeAsync(caller, id, changed.Name ?? before.Name, changed.Description ?? before.Description, cancellationToken, changed.EmbeddingProfile);
        return TypedResults.Ok(await store.FindAsync(caller, id, cancellationToken) ?? throw NotFound());
    }

    private static async Task<NoContent> DeleteAsync(Guid id, ClaimsPrincipal user, CollectionStore store, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(user.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static RefusedException NotFound() => new(RefusalKind.NotFound, "collection_not_found", "There is no such collection, or you may not do this with it.");
}
