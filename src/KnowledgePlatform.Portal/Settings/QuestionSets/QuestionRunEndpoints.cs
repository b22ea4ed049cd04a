using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Retrieval.QuestionSets;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace KnowledgePlatform.Portal.Settings.QuestionSets;

/// <summary>REST of the runs of question sets: for administrators.</summary>
internal static class QuestionRunEndpoints
{
    /// <summary>A run to begin.</summary>
    /// <param name="Version">Number of the search settings, 0 for those of the configuration; without it, those in force.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewRun(int? Version = null);

    /// <summary>Two runs beside each other.</summary>
    internal sealed record ComparedRuns(QuestionRun Before, QuestionRun After, RunComparison Comparison, IReadOnlyList<SettingDifference> Settings);

    public static void MapQuestionRunsApi(this IEndpointRouteBuilder api)
    {
        var runs = api.MapGroup("/question-sets").RequireScope(ApiScopes.Admin).WithTags("Question sets");
        runs.MapGet("/{id:guid}/runs", ListAsync).WithSummary("The runs of a set, the newest first; for administrators");
        runs.MapPost("/{id:guid}/runs", StartAsync).WithSummary("Begin a run: all questions are asked with what you may open; for administrators")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status429TooManyRequests);
        runs.MapGet("/runs/{run:guid}", FindAsync).WithSummary("One run, its progress and means; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/runs/{run:guid}/results", ResultsAsync).WithSummary("What a run gave for each question: ranks and times; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapPost("/runs/{run:guid}/cancel", CancelAsync).WithSummary("End a run before its next questions; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        runs.MapGet("/runs/{run:guid}/comparison", CompareAsync).WithSummary("A run against an earlier one: means, p, questions better and worse, settings that differ; for administrators")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<Ok<IReadOnlyList<QuestionRun>>> ListAsync(Guid id, ClaimsPrincipal user, QuestionSetStore sets, QuestionRunStore runs, CancellationToken cancellationToken)
    {
        await sets.FindAsync(user.Caller(), id, cancellationToken);
        return TypedResults.Ok(await runs.ListAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<Accepted<QuestionRun>> StartAsync(Guid id, [FromBody] NewRun made, ClaimsPrincipal user, QuestionRunStore runs, CancellationToken cancellationToken)
    {
        var run = await runs.StartAsync(user.Caller(), id, made.Version, cancellationToken);
        return TypedResults.Accepted($"{ApiSetup.Prefix}/question-sets/runs/{run}", await runs.FindAsync(user.Caller(), run, cancellationToken));
    }

    private static async Task<Ok<QuestionRun>> FindAsync(Guid run, ClaimsPrincipal user, QuestionRunStore runs, CancellationToken cancellationToken) =>
        TypedResults.Ok(await runs.FindAsync(user.Caller(), run, cancellationToken));

    private static async Task<Ok<IReadOnlyList<QuestionResult>>> ResultsAsync(Guid run, ClaimsPrincipal user, QuestionRunStore runs, CancellationToken cancellationToken)
    {
        await runs.FindAsync(user.Caller(), run, cancellationToken);
        return TypedResults.Ok(await runs.ResultsAsync(user.Caller(), run, cancellationToken));
    }

    private static async Task<NoContent> CancelAsync(Guid run, ClaimsPrincipal user, QuestionRunStore runs, CancellationToken cancellationToken)
    {
        await runs.CancelAsync(user.Caller(), run, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ComparedRuns>> CompareAsync(Guid run, Guid before, ClaimsPrincipal user, QuestionRunStore runs, CancellationToken cancellationToken)
    {
        var compared = await runs.CompareAsync(user.Caller(), before, run, cancellationToken);
        var (earlier, later) = (await runs.FindAsync(user.Caller(), before, cancellationToken), await runs.FindAsync(user.Caller(), run, cancellationToken));
        return TypedResults.Ok(new ComparedRuns(earlier, later, compared, RunSnapshots.Differences(earlier.Snapshot, later.Snapshot)));
    }
}
