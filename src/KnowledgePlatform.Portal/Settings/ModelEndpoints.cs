using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Chat.Registry;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace KnowledgePlatform.Portal.Settings;

/// <summary>REST of the registry of models, by the rules of its pages: for administrators. No call gives a key out.</summary>
internal static class ModelEndpoints
{
    /// <summary>A new model.</summary>
    /// <param name="Name">1 to 100 characters, unique.</param>
    /// <param name="Url">Of an OpenAI-compatible server, as http://10.0.0.5:8080, or several of the same model with blanks or commas between them; each host has to be on the operator's list (Models:AllowedHosts).</param>
    /// <param name="ServerModel">As the server calls it; without it, the first that the server lists.</param>
    /// <param name="Key">The server's key; kept encrypted and never given out.</param>
    /// <param name="ContextTokens">0: what the server says.</param>
    /// <param name="PromptPrice">Per million tokens read.</param>
    /// <param name="CompletionPrice">Per million tokens written.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record NewModel(
        string? Name, string? Url, string? ServerModel = null, string? Key = null, int ContextTokens = 0, decimal PromptPrice = 0, decimal CompletionPrice = 0, bool Images = false,
        bool Tools = false, bool Enabled = true);

    /// <summary>What to change of a model; what is left out stays, the key too. An empty key removes it.</summary>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record ModelChange(
        string? Name = null, string? Url = null, string? ServerModel = null, string? Key = null, int? ContextTokens = null, decimal? PromptPrice = null, decimal? CompletionPrice = null,
        bool? Images = null, bool? Tools = null, bool? Enabled = null);

    /// <summary>A choice.</summary>
    /// <param name="Model">The model's id; null for the default.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record ChosenEntry(Guid? Model = null);

    /// <summary>Which model is asked.</summary>
    /// <param name="Default">Where nothing else was chosen.</param>
    /// <param name="Collections">Each collection with its choice.</param>
    internal sealed record Choices(Guid Default, IReadOnlyList<ModelChoice> Collections);

    public static void MapModelsApi(this IEndpointRouteBuilder api)
    {
        var models = api.MapGroup("/models").RequireScope(ApiScopes.Admin).WithTags("Models");
        models.MapGet("", ListAsync).WithSummary("Chat models: the built-in one, those of the configuration, those registered; for administrators");
        models.MapPost("", AddAsync).WithSummary("Register a model; for administrators")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status409Conflict);
        models.MapGet("/embeddings", EmbeddingsAsync).WithSummary("Embedding models whose vectors are kept; for administrators");
        models.MapGet("/choices", ChoicesAsync).WithSummary("Which model questions of each collection are put to; for administrators");
        models.MapPut("/choices/default", SetDefaultAsync).WithSummary("Set the model that is asked where nothing else was chosen; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        models.MapPut("/choices/{collection:guid}", ChooseAsync).WithSummary("Choose the model for a collection; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        models.MapGet("/{id:guid}", FindAsync).WithSummary("One model; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
        models.MapPatch("/{id:guid}", ChangeAsync).WithSummary("Change a model, turn it on or off; for administrators")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        models.MapDelete("/{id:guid}", RemoveAsync).WithSummary("Remove a model; for administrators")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        models.MapPost("/{id:guid}/test", TestAsync).WithSummary("Send a model a tiny question and see what comes back; for administrators").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Ok<IReadOnlyList<RegisteredModel>>> ListAsync(ClaimsPrincipal user, ModelStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.ListAsync(user.Caller(), cancellationToken));

    private static async Task<Created<RegisteredModel>> AddAsync([FromBody] NewModel made, ClaimsPrincipal user, ModelStore store, CancellationToken cancellationToken)
    {
        var draft = new ModelDraft(
            made.Name ?? "", made.Url ?? "", made.ServerModel ?? "", made.ContextTokens, made.PromptPrice, made.CompletionPrice, made.Images, made.Tools, made.Enabled);
        var id = await store.AddAsync(user.Caller(), draft, made.Key, cancellationToken);
        return TypedResults.Created($"{ApiSetup.Prefix}/models/{id}", await store.FindAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<Ok<IReadOnlyList<EmbeddingModelRow>>> EmbeddingsAsync(ClaimsPrincipal user, ModelStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.EmbeddingModelsAsync(user.Caller(), cancellationToken));

    private static async Task<Ok<Choices>> ChoicesAsync(ClaimsPrincipal user, ModelStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(new Choices(await store.DefaultAsync(user.Caller(), cancellationToken), await store.ChoicesAsync(user.Caller(), cancellationToken)));

    private static async Task<NoContent> SetDefaultAsync([FromBody] ChosenEntry chosen, ClaimsPrincipal user, ModelStore store, CancellationToken cancellationToken)
    {
        await store.SetDefaultAsync(user.Caller(), chosen.Model, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ChooseAsync(Guid collection, [FromBody] ChosenEntry chosen, ClaimsPrincipal user, ModelStore store, CancellationToken cancellationToken)
    {
        await store.ChooseAsync(user.Caller(), collection, chosen.Model, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<RegisteredModel>> FindAsync(Guid id, ClaimsPrincipal user, ModelStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken));

    private static async Task<Ok<RegisteredModel>> ChangeAsync(Guid id, [FromBody] ModelChange change, ClaimsPrincipal user, ModelStore store, CancellationToken cancellationToken)
    {
        var before = await store.FindAsync(user.Caller(), id, cancellationToken);
        var draft = new ModelDraft(
            change.Name ?? before.Name, change.Url ?? before.Url, change.ServerModel ?? before.ServerModel, change.ContextTokens ?? before.ContextTokens,
            change.PromptPrice ?? before.PromptPrice, change.CompletionPrice ?? before.CompletionPrice, change.Images ?? before.Images, change.Tools ?? before.Tools,
            change.Enabled ?? before.Enabled);
        await store.ChangeAsync(user.Caller(), id, draft, change.Key, cancellationToken);
        return TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<NoContent> RemoveAsync(Guid id, ClaimsPrincipal user, ModelStore store, CancellationToken cancellationToken)
    {
        await store.RemoveAsync(user.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<ModelTestResult>> TestAsync(Guid id, ClaimsPrincipal user, ModelTest test, CancellationToken cancellationToken) =>
        TypedResults.Ok(await test.RunAsync(user.Caller(), id, cancellationToken));
}
