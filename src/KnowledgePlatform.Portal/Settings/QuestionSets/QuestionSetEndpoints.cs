using System.Security.Claims;
using System.Text;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Settings.QuestionSets;

/// <summary>REST of question sets, by the rules of their pages: for administrators.</summary>
internal static class QuestionSetEndpoints
{
    /// <summary>A new, empty set.</summary>
    /// <param name="Name">1 to 100 characters, unique.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewQuestionSet(string? Name);

    /// <summary>What to change of a set; what is left out stays.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record QuestionSetChange(string? Name = null, bool? Gate = null);

    /// <summary>A new question.</summary>
    /// <param name="Text">What is asked.</param>
    /// <param name="Document">File name, title or id of the right document.</param>
    /// <param name="Answer">Words of the right passage; without them the document is enough.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewSetQuestion(string? Text, string? Document, string? Answer = null);

    public static void MapQuestionSetsApi(this IEndpointRouteBuilder api)
    {
        var sets = api.MapGroup("/question-sets").RequireScope(ApiScopes.Admin).WithTags("Question sets");
        sets.MapGet("", ListAsync).WithSummary("Question sets by name; for administrators");
        sets.MapPost("", AddAsync).WithSummary("Make an empty set; for administrators").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        sets.MapPost("/file", ImportAsync).WithSummary("Take in a file: the set of this name gets its questions, or is made; for administrators")
            .WithDescription("The body is JSON lines: {\"query_id\", \"text\", \"doc_id\", \"answers\": [{\"text\"}]}, documents named by file name, title or id; queries.jsonl and answers.jsonl of BEIR, one behind the other, are such a file.")
            .Accepts<string>("application/x-ndjson", "text/plain").ProducesProblem(StatusCodes.Status400BadRequest);
        sets.MapGet("/{id:guid}", FindAsync).WithSummary("One set; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        sets.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Change a set's name, make it a gate or none; for administrators")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        sets.MapDelete("/{id:guid}", RemoveAsync).WithSummary("Remove a set with its runs; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        sets.MapGet("/{id:guid}/file", ExportAsync).WithSummary("A set as a file; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        sets.MapGet("/{id:guid}/questions", QuestionsAsync).WithSummary("The questions of a set, with what of their documents you may open; for administrators")
            .ProducesProblem(StatusCodes.Status404NotFound);
        sets.MapPost("/{id:guid}/questions", AddQuestionAsync).WithSummary("Add a question; for administrators")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        sets.MapDelete("/{id:guid}/questions/{question:guid}", RemoveQuestionAsync).WithSummary("Take a question out of a set; for administrators")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<QuestionSet>>> ListAsync(ClaimsPrincipal user, QuestionSetStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ListAsync(user.Caller(), cancellationToken));

    private static async Task<Created<QuestionSet>> AddAsync([FromBody] NewQuestionSet made, ClaimsPrincipal user, QuestionSetStore store, CancellationToken cancellationToken)
    {
        var id = await store.AddAsync(user.Caller(), made.Name ?? "", cancellationToken);
        return TypedResults.Created($"{ApiSetup.Prefix}/question-sets/{id}", await store.FindAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<Ok<QuestionImport>> ImportAsync(
        string name, HttpRequest request, ClaimsPrincipal user, QuestionSetFiles files, IOptions<QuestionSetOptions> options, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var (text, buffer) = (new StringBuilder(), new char[8192]);
        int read;
        // One character too many is enough to refuse it.
        while (text.Length <= options.Value.MaxFileLength && (read = await reader.ReadAsync(buffer, cancellationToken)) > 0)
        {
            text.Append(buffer, 0, read);
        }

        return TypedResults.Ok(await files.ImportAsync(user.Caller(), name, text.ToString(), cancellationToken));
    }

    private static async Task<Ok<QuestionSet>> FindAsync(Guid id, ClaimsPrincipal user, QuestionSetStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken));

    private static async Task<Ok<QuestionSet>> ChangeAsync(
        Guid id, [FromBody] QuestionSetChange change, ClaimsPrincipal user, QuestionSetStore store, CancellationToken cancellationToken)
    {
        var before = await store.FindAsync(user.Caller(), id, cancellationToken);
        await store.ChangeAsync(user.Caller(), id, change.Name ?? before.Name, change.Gate ?? before.Gate, cancellationToken);
        return TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<NoContent> RemoveAsync(Guid id, ClaimsPrincipal user, QuestionSetStore store, CancellationToken cancellationToken)
    {
        await store.RemoveAsync(user.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<FileContentHttpResult> ExportAsync(Guid id, ClaimsPrincipal user, QuestionSetStore store, QuestionSetFiles files, CancellationToken cancellationToken)
    {
        var set = await store.FindAsync(user.Caller(), id, cancellationToken);
        return TypedResults.File(Encoding.UTF8.GetBytes(await files.ExportAsync(user.Caller(), id, cancellationToken)), "application/x-ndjson; charset=utf-8", set.Name + ".jsonl");
    }

    private static async Task<Ok<IReadOnlyList<SetQuestion>>> QuestionsAsync(Guid id, ClaimsPrincipal user, SetQuestionStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ListAsync(user.Caller(), id, cancellationToken));

    private static async Task<Created<SetQuestion>> AddQuestionAsync(
        Guid id, [FromBody] NewSetQuestion made, ClaimsPrincipal user, SetQuestionStore store, CancellationToken cancellationToken)
    {
        var question = await store.AddAsync(user.Caller(), id, made.Text ?? "", made.Document ?? "", made.Answer, cancellationToken);
        return TypedResults.Created(
            $"{ApiSetup.Prefix}/question-sets/{id}/questions/{question}", (await store.ListAsync(user.Caller(), id, cancellationToken)).Single(one => one.Id == question));
    }

    private static async Task<NoContent> RemoveQuestionAsync(Guid id, Guid question, ClaimsPrincipal user, SetQuestionStore store, CancellationToken cancellationToken)
    {
        await store.RemoveAsync(user.Caller(), id, question, cancellationToken);
        return TypedResults.NoContent();
    }
}
