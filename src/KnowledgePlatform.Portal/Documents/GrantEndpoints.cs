using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>REST of who may open a collection, by the rules of its page: readers see it, managers change it, and one manager stays.</summary>
internal static class GrantEndpoints
{
    /// <summary>What a person or a group may do from now on.</summary>
    /// <param name="Role">reader: open and ask; contributor: add and delete too; manager: give access too.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record GivenRole(CollectionRole? Role);

    public static void MapGrants(this IEndpointRouteBuilder api)
    {
        var grants = api.MapGroup("/collections/{collection:guid}/grants").WithTags("Access").ProducesProblem(StatusCodes.Status404NotFound);
        grants.MapGet("", ListAsync).RequireScope(ApiScopes.Read).WithSummary("Who may open a collection: groups first, then people, by name");
        // It names everybody, and serves giving alone: a key that does not give access has no use for it.
        grants.MapGet("/candidates", CandidatesAsync).RequireScope(ApiScopes.Manage).ProducesProblem(StatusCodes.Status403Forbidden)
            .WithSummary("People and groups that have no access of their own yet; for its managers");
        MapGrantee(grants, "/users/{grantee:guid}", "a person", false);
        MapGrantee(grants, "/groups/{grantee:guid}", "a group", true);
    }

    private static void MapGrantee(RouteGroupBuilder grants, string path, string whom, bool isGroup)
    {
        grants.MapPut(path, (Guid collection, Guid grantee, [FromBody] GivenRole given, ClaimsPrincipal user, GrantStore store, HttpContext http, CancellationToken cancellationToken) =>
                GiveAsync(collection, grantee, isGroup, given, user, store, http, cancellationToken))
            .RequireScope(ApiScopes.Manage).WithSummary($"Give {whom} access to a collection, or change it; for its managers")
            .WithDescription("201 when there was no access before, 200 when there was. The collection's last manager stays one: 409, last_manager.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
        grants.MapDelete(path, (Guid collection, Guid grantee, ClaimsPrincipal user, GrantStore store, CancellationToken cancellationToken) =>
                TakeAsync(collection, grantee, isGroup, user, store, cancellationToken))
            .RequireScope(ApiScopes.Manage).WithSummary($"Take the access of {whom} away; for the collection's managers")
            .WithDescription("A person may still have access through a group. The collection's last manager stays: 409, last_manager.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<IReadOnlyList<CollectionGrant>>> ListAsync(
        Guid collection, ClaimsPrincipal user, GrantStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ListAsync(user.Caller(), collection, cancellationToken));

    private static async Task<Ok<IReadOnlyList<GrantCandidate>>> CandidatesAsync(
        Guid collection, ClaimsPrincipal user, GrantStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.CandidatesAsync(user.Caller(), collection, cancellationToken));

    private static async Task<Results<Created<CollectionGrant>, Ok<CollectionGrant>>> GiveAsync(
        Guid collection, Guid grantee, bool isGroup, GivenRole given, ClaimsPrincipal user, GrantStore store, HttpContext http, CancellationToken cancellationToken)
    {
        var role = given.Role ?? throw new RefusedException(RefusalKind.Invalid, "role_missing", "Say which role to give: reader, contributor or manager.");
        var caller = user.Caller();
        if (await FindAsync(store, caller, collection, grantee, isGroup, cancellationToken) is { } before)
        {
            await store.ChangeAsync(caller, collection, before.Id, role, cancellationToken);
            return TypedResults.Ok(await FindAsync(store, caller, collection, grantee, isGroup, cancellationToken) ?? throw NotFound());
        }

        await store.GiveAsync(caller, collection, grantee, isGroup, role, cancellationToken);
        return TypedResults.Created(
            http.Request.Path, await FindAsync(store, caller, collection, grantee, isGroup, cancellationToken) ?? throw NotFound());
    }

    private static async Task<NoContent> TakeAsync(
        Guid collection, Guid grantee, bool isGroup, ClaimsPrincipal user, GrantStore store, CancellationToken cancellationToken)
    {
        var caller = user.Caller();
        var grant = await FindAsync(store, caller, collection, grantee, isGroup, cancellationToken) ?? throw NotFound();
        await store.TakeAsync(caller, collection, grant.Id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<CollectionGrant?> FindAsync(
        GrantStore store, Caller caller, Guid collection, Guid grantee, bool isGroup, CancellationToken cancellationToken) =>
        (await store.ListAsync(caller, collection, cancellationToken)).FirstOrDefault(grant => (isGroup ? grant.GroupId : grant.UserId) == grantee);

    private static RefusedException NotFound() =>
        new(RefusalKind.NotFound, "grant_not_found", "This person or group has no access of its own to the collection.");
}
