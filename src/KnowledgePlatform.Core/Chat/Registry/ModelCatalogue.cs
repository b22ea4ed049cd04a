using KnowledgePlatform.Core.Chat.Server;
using KnowledgePlatform.Core.Embeddings;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Chat.Registry;

/// <summary>The models that the configuration has: the one of section Chat and those of section Models.</summary>
public sealed class ModelCatalogue(ChatModel builtIn, IOptions<ChatEngineOptions> chat, IOptions<ModelsOptions> models, IOptions<EmbeddingOptions> embeddings)
{
    private const string Unnamed = "Built-in model";

    private readonly ChatEngineOptions _chat = chat.Value;
    private readonly ModelsOptions _models = models.Value;

    /// <summary>Those of section Models, in its order.</summary>
    public IReadOnlyList<RegisteredModel> Configured { get; } = [.. models.Value.Chat.Select(RegisteredModel.Of)];

    /// <summary>The model of section Chat when it answers to everything that nothing else was chosen for, else the entry that Models:Default names.</summary>
    public Guid Default => string.IsNullOrWhiteSpace(_models.Default) ? RegisteredModel.BuiltInId : RegisteredModel.IdOf(_models.Default);

    /// <summary>The embedding model that is set.</summary>
    public string Embeddings => embeddings.Value.Model;

    /// <summary>The model of section Chat, as far as it is known now.</summary>
    public RegisteredModel BuiltIn()
    {
        var state = builtIn.State;
        return new RegisteredModel(
            RegisteredModel.BuiltInId, state.Name.Length > 0 ? state.Name : _chat.ServerModel ?? (_chat.Engine == ChatEngineKind.None ? Unnamed : _chat.Model), ModelSource.BuiltIn,
            ServerAddress.WithoutUser(_chat.Url ?? ""), _chat.ServerModel ?? "", !string.IsNullOrEmpty(_chat.ApiKey), state.ContextTokens, _chat.PromptPrice, _chat.CompletionPrice, _chat.Images, _chat.Tools,
            _chat.Engine != ChatEngineKind.None, null);
    }

    /// <summary>The entry of section Models that names a collection, or null.</summary>
    public Guid? ConfiguredFor(Guid collection) => _models.Chat.FirstOrDefault(model => model.Collections.Contains(collection)) is { } model ? RegisteredModel.IdOf(model.Name) : null;

    internal ChatModel BuiltInModel => builtIn;

    internal bool FallsBack => _models.FallBack;

    // What every server shares: time, queue, tries.
    internal ChatEngineOptions ToEngine(RegisteredModel model, string? key, string? forbidden, int? seconds) => new()
    {
        Engine = ChatEngineKind.Server, Url = model.Url, ServerModel = model.ServerModel.Length == 0 ? null : model.ServerModel, ApiKey = key, ContextTokens = model.ContextTokens,
        PromptPrice = model.PromptPrice, CompletionPrice = model.CompletionPrice,
        MaxAnswerTokens = _chat.MaxAnswerTokens, TimeoutSeconds = seconds ?? _chat.TimeoutSeconds, Parallel = _chat.Parallel, QueueLength = _chat.QueueLength, QueueLengthEach = _chat.QueueLengthEach,
        Temperature = _chat.Temperature, Seed = _chat.Seed, Retries = _chat.Retries, ConnectSeconds = _chat.ConnectSeconds, ProbeAgainSeconds = _chat.ProbeAgainSeconds, Registered = true, Forbidden = forbidden,
        CountAtServer = _chat.CountAtServer, CountMilliseconds = _chat.CountMilliseconds, Grammar = _chat.Grammar,
    };

    internal string? KeyOf(RegisteredModel model) => _models.Chat.FirstOrDefault(one => RegisteredModel.IdOf(one.Name) == model.Id)?.ApiKey;

    internal TimeSpan ProbeAgain => TimeSpan.FromSeconds(_chat.ProbeAgainSeconds);
}
