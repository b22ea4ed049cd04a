using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>REST of the caller's own conversations; those of others look as if they were not there.</summary>
internal static class ConversationEndpoints
{
    private const int Usual = 100;

    /// <summary>Another title.</summary>
    /// <param name="Title">1 to 120 characters; a longer one is shortened.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewTitle(string? Title);

    /// <summary>Whether an answer helped.</summary>
    /// <param name="Rating">1 helped, -1 did not, null takes the rating back.</param>
    /// <param name="Comment">In your own words.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Rated(short? Rating = null, string? Comment = null);

    public static void MapConversations(this IEndpointRouteBuilder api)
    {
        var conversations = api.MapGroup("/conversations").WithTags("Conversations").RequireScope(ApiScopes.Ask);
        conversations.MapGet("", ListAsync).WithSummary("Your conversations, the latest first").ProducesProblem(StatusCodes.Status400BadRequest);
        conversations.MapGet("/{id:guid}", FindAsync).WithSummary("One conversation").ProducesProblem(StatusCodes.Status404NotFound);
        conversations.MapPatch("/{id:guid}", RenameAsync).WithSummary("Give a conversation another title").ProducesProblem(StatusCodes.Status404NotFound);
        conversations.MapDelete("/{id:guid}", DeleteAsync).WithSummary("Delete a conversation with its answers").ProducesProblem(StatusCodes.Status404NotFound)
            .WithDescription("That its questions were asked stays in the audit trail.");
        conversations.MapGet("/{id:guid}/answers", AnswersAsync).WithSummary("Its answers in their order").ProducesProblem(StatusCodes.Status404NotFound)
            .WithDescription("An answer that rests on a collection which is closed to you now is left out.");
        api.MapPut("/answers/{id:guid}/rating", RateAsync).RequireScope(ApiScopes.Ask).WithTags("Conversations").WithSummary("Say whether an answer helped")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<ConversationSummary>>> ListAsync(
        ClaimsPrincipal user, ConversationStore store, IOptions<AskApiOptions> options, CancellationToken cancellationToken, int? limit = null)
    {
        var most = options.Value.MaximumConversations;
        AllowedRange.Require("limit", limit, 1, most);
        return TypedResults.Ok(await store.ListAsync(user.Caller(), Math.Min(limit ?? Usual, most), cancellationToken));
    }

    private static async Task<Ok<ConversationSummary>> FindAsync(Guid id, ClaimsPrincipal user, ConversationStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken) ?? throw NotFound());

    private static async Task<Ok<ConversationSummary>> RenameAsync(
        Guid id, [FromBody] NewTitle given, ClaimsPrincipal user, ConversationStore store, CancellationToken cancellationToken)
    {
        await store.RenameAsync(user.Caller(), id, given.Title, cancellationToken);
        return TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken) ?? throw NotFound());
    }

    private static async Task<NoContent> DeleteAsync(Guid id, ClaimsPrincipal user, ConversationStore store, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(user.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<IReadOnlyList<Answer>>> AnswersAsync(
        Guid id, ClaimsPrincipal user, ConversationStore store, ConversationReader reader, CancellationToken cancellationToken)
    {
        _ = await store.FindAsync(user.Caller(), id, cancellationToken) ?? throw NotFound();
        return TypedResults.Ok(await reader.ReadAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<NoContent> RateAsync(
        Guid id, [FromBody] Rated given, ClaimsPrincipal user, ConversationStore store, IOptions<AskApiOptions> options, CancellationToken cancellationToken)
    {
        if (given.Rating is not (null or 1 or -1))
        {
            throw new RefusedException(RefusalKind.Invalid, "rating_invalid", "A rating is 1, -1 or null.");
        }

        if (given.Comment?.Length > options.Value.MaximumComment)
        {
            throw new RefusedException(
                RefusalKind.TooLarge, "comment_too_long", $"The comment has {given.Comment.Length} characters; the limit is {options.Value.MaximumComment}.");
        }

        await store.RateAsync(user.Caller(), id, given.Rating, given.Comment, cancellationToken);
        return TypedResults.NoContent();
    }

    private static RefusedException NotFound() => new(RefusalKind.NotFound, "conversation_not_found", "There is no such conversation.");
}
