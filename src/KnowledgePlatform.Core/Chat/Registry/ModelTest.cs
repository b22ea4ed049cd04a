using System.Diagnostics;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Chat.Registry;

/// <summary>What came of a trial of a model.</summary>
/// <param name="Ok">It answered.</param>
/// <param name="Problem">Why it did not, for a person; null when it did.</param>
/// <param name="Said">What it wrote, shortened.</param>
/// <param name="ServerModel">As the server calls it.</param>
/// <param name="ContextTokens">As it is used.</param>
/// <param name="FirstMilliseconds">Until the first word, without looking for the server; null without one.</param>
/// <param name="Milliseconds">In all.</param>
/// <param name="PromptTokens">Tokens read.</param>
/// <param name="CompletionTokens">Tokens written.</param>
/// <param name="Estimated">The server reports no tokens; usage will be estimated.</param>
public sealed record ModelTestResult(
    bool Ok, string? Problem, string? Said, string ServerModel, int ContextTokens, long? FirstMilliseconds, long Milliseconds, long PromptTokens, long CompletionTokens, bool Estimated)
{
    /// <summary>Where it has several servers, how each of them is; else empty. One of them answered.</summary>
    public IReadOnlyList<ChatServerState> Servers { get; init; } = [];
}

/// <summary>Sends a tiny question to a model, for administrators to see what comes back.</summary>
public sealed class ModelTest(PlatformDatabase database, ModelStore store, ModelCatalogue catalogue, ChatModels models, IOptions<ModelsOptions> options)
{
    private const string Question = "Answer with one word: ready";
    private const int LongestShown = 500;

    /// <summary>Tests a model. What it costs is not counted as usage: it is some twenty tokens.</summary>
    /// <exception cref="RefusedException"><c>model_not_found</c>.</exception>
    public async Task<ModelTestResult> RunAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        var entry = await store.FindAsync(caller, id, cancellationToken).ConfigureAwait(false);
        var result = await TryAsync(caller, entry, cancellationToken).ConfigureAwait(false);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(caller, "model.test", id, new { entry.Name, result.Ok, result.Problem, result.Milliseconds }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    private async Task<ModelTestResult> TryAsync(Caller caller, RegisteredModel entry, CancellationToken cancellationToken)
    {
        if (entry.Source == ModelSource.BuiltIn)
        {
            return await AskAsync(catalogue.BuiltInModel, cancellationToken).ConfigureAwait(false);
        }

        ChatModel model;
        await using (var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false))
        {
            model = await models.BuildAsync(session, entry, options.Value.TestSeconds, cancellationToken).ConfigureAwait(false);
        }

        await using (model)
        {
            return await AskAsync(model, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ModelTestResult> AskAsync(ChatModel model, CancellationToken cancellationToken)
    {
        var (clock, meter, said, first) = (Stopwatch.StartNew(), new ModelMeter(), "", default(long?));
        try
        {
            await model.StartAsync(cancellationToken).ConfigureAwait(false);
            var asked = clock.ElapsedMilliseconds;
            var client = new MeteredChatClient(model.Client, model, meter);
            var request = new ChatOptions { MaxOutputTokens = options.Value.TestTokens };
            await foreach (var update in client.GetStreamingResponseAsync(Question, request, cancellationToken).ConfigureAwait(false))
            {
                first ??= update.Text.Length > 0 ? clock.ElapsedMilliseconds - asked : null;
                said += said.Length < LongestShown ? update.Text : "";
            }
        }
        catch (Exception fault) when (fault is ChatUnavailableException or ChatRequestTooLongException or ChatQueueFullException)
        {
            return new ModelTestResult(false, fault.Message, null, model.Name, model.ContextTokens, null, clock.ElapsedMilliseconds, 0, 0, false) { Servers = model.State.Servers };
        }

        var took = meter.Read(clock.ElapsedMilliseconds);
        said = said.Trim();
        return new ModelTestResult(
            said.Length > 0, said.Length > 0 ? null : "It answered, and wrote nothing.", said.Length > LongestShown ? said[..LongestShown] + "…" : said, model.Name, model.ContextTokens, first,
            clock.ElapsedMilliseconds, took.PromptTokens, took.CompletionTokens, took.Estimated) { Servers = model.State.Servers };
    }
}
