using System.ComponentModel;
using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>REST of the tags of documents.</summary>
internal static class TagEndpoints
{
    /// <summary>A tag to give.</summary>
    /// <param name="Tag">1 to 50 characters; case tells no two apart.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record GivenTag(string? Tag);

    public static void MapTags(this IEndpointRouteBuilder api)
    {
        var tags = api.MapGroup("/documents/{id:guid}/tags").WithTags("Documents");
        tags.MapGet("", ListAsync).RequireScope(ApiScopes.Read).WithSummary("Tags of a document")
            .WithDescription("isInherited: given to the document that holds this one, an archive or a mail.");
        tags.MapPost("", AddAsync).RequireScope(ApiScopes.Write).WithSummary("Give a document a tag")
            .WithDescription("Answers with all of them. Refusals: tag_invalid, too_many_tags, document_not_found.");
        tags.MapDelete("", RemoveAsync).RequireScope(ApiScopes.Write).WithSummary("Take a tag away").WithDescription("Refusal: tag_not_found.");
    }

    private static async Task<Ok<IReadOnlyList<DocumentTag>>> ListAsync(Guid id, ClaimsPrincipal user, DocumentTagStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ListAsync(user.Caller(), id, cancellationToken));

    private static async Task<Ok<IReadOnlyList<DocumentTag>>> AddAsync(
        Guid id, GivenTag given, ClaimsPrincipal user, DocumentTagStore store, CancellationToken cancellationToken)
    {
        await store.AddAsync(user.Caller(), id, given.Tag, cancellationToken);
        return TypedResults.Ok(await store.ListAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<NoContent> RemoveAsync(
        Guid id, [Description("The tag.")] string tag, ClaimsPrincipal user, DocumentTagStore store, CancellationToken cancellationToken)
    {
        await store.RemoveAsync(user.Caller(), id, tag, cancellationToken);
        return TypedResults.NoContent();
    }
}
