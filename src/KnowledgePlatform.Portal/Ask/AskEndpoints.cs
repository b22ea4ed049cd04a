using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>REST of asking: the whole answer as JSON, or its making as server-sent events.</summary>
internal static class AskEndpoints
{
    /// <summary>A question.</summary>
    /// <param name="Text">A sentence or words, in any language.</param>
    /// <param name="Collections">Where to look; without it where the conversation looked, or everywhere that is open to you.</param>
    /// <param name="Conversation">The conversation that goes on; without it a new one begins.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record Question(
        [property: JsonPropertyName("question")] string? Text, IReadOnlyList<Guid>? Collections = null, Guid? Conversation = null);

    public static void MapAsk(this IEndpointRouteBuilder api) => api.MapPost("/ask", AskAsync).RequireScope(ApiScopes.Ask).WithTags("Ask")
        .WithSummary("Ask a question; every sentence of the answer cites its passage")
        .WithDescription(
            """
            With `Accept: text/event-stream` the answer arrives while it is made: the events `searched` (passages), `waiting` (place in the model's queue), `draft`
            (the sentence being written, not checked yet), `sentence` (checked, with its citations; replaces the draft) and at last `answered` (the whole answer, which
            replaces all before it). When it fails after the first event, the last event is `error` with problem details. Closing the connection stops the model.
            """)
        .Produces<Answer>(StatusCodes.Status200OK, "application/json", "text/event-stream")
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
        .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task AskAsync(
        [FromBody] Question asked, HttpContext http, ClaimsPrincipal user, AskService service, AnswerStream stream, CancellationToken cancellationToken)
    {
        var events = service.AskAsync(user.Caller(), new AskRequest(asked.Text ?? "", asked.Collections, asked.Conversation), cancellationToken);
        if (WantsEvents(http.Request))
        {
            await stream.WriteAsync(http, events, cancellationToken);
            return;
        }

        Answer? answer = null;
        await foreach (var step in events)
        {
            answer = (step as AskAnswered)?.Answer ?? answer;
        }

        await http.Response.WriteAsJsonAsync(answer, cancellationToken);
    }

    private static bool WantsEvents(HttpRequest request) =>
        request.GetTypedHeaders().Accept.Any(type => type.MediaType.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase) && type.Quality is null or > 0);
}
