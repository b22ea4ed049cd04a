using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core.Chat.Server;
using KnowledgePlatform.Core.Usage;

namespace KnowledgePlatform.Core.Chat.Registry;

/// <summary>Where an entry of the registry comes from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ModelSource>))]
public enum ModelSource
{
    /// <summary>Section Chat of the configuration.</summary>
    [JsonStringEnumMemberName("built_in")]
    BuiltIn,

    /// <summary>Section Models of the configuration.</summary>
    [JsonStringEnumMemberName("configuration")]
    Configuration,

    /// <summary>An administrator registered it.</summary>
    [JsonStringEnumMemberName("registry")]
    Registry,
}

/// <summary>A chat model of the registry. Its key is never among what is read.</summary>
/// <param name="Id">The entry; zeros for the built-in one.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Source">Only those of the registry can be changed in the portal.</param>
/// <param name="Url">The server's address, or several with a blank between them; empty for a model in process.</param>
/// <param name="ServerModel">As the server calls it; empty for the first that it lists.</param>
/// <param name="HasKey">Whether a key is sent.</param>
/// <param name="ContextTokens">Tokens of request and answer; 0 for what the server says.</param>
/// <param name="PromptPrice">Per million tokens read.</param>
/// <param name="CompletionPrice">Per million tokens written.</param>
/// <param name="Images">It sees pictures.</param>
/// <param name="Tools">It calls tools.</param>
/// <param name="Enabled">It is asked.</param>
/// <param name="ChangedAt">Last change, UTC; null for what the configuration has.</param>
public sealed record RegisteredModel(
    Guid Id, string Name, ModelSource Source, string Url, string ServerModel, bool HasKey, int ContextTokens, decimal PromptPrice, decimal CompletionPrice, bool Images, bool Tools,
    bool Enabled, DateTime? ChangedAt)
{
    /// <summary>The id of the model of section Chat.</summary>
    public static readonly Guid BuiltInId = Guid.Empty;

    internal static RegisteredModel Of(ConfiguredModel model) => new(
        IdOf(model.Name), model.Name.Trim(), ModelSource.Configuration, ServerAddress.WithoutUser(model.Url.Trim()), model.ServerModel?.Trim() ?? "", !string.IsNullOrEmpty(model.ApiKey), model.ContextTokens,
        model.PromptPrice, model.CompletionPrice, model.Images, model.Tools, model.Enabled, null);

    // The same at each start, in each process.
    internal static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes("configuration:" + name.Trim().ToUpperInvariant())).AsSpan(0, 16));
}

/// <summary>What an administrator gives of a model. The key is given apart, so that no log or message can show it with the rest.</summary>
/// <param name="Name">1 to 100 characters, unique.</param>
/// <param name="Url">As <c>http://10.0.0.5:8080</c>, or several with blanks or commas between them; each host has to be on the operator's list.</param>
/// <param name="ServerModel">As the server calls it; empty takes the first that it lists.</param>
/// <param name="ContextTokens">0: what the server says.</param>
public sealed record ModelDraft(
    string Name, string Url, string ServerModel, int ContextTokens, decimal PromptPrice, decimal CompletionPrice, bool Images, bool Tools, bool Enabled)
{
    private const int LongestName = 100;
    private const int LongestUrl = 500;
    private const int LargestContext = 16_777_216;

    internal ModelDraft Checked(OutboundHosts hosts)
    {
        TokenPrices.Require(PromptPrice, CompletionPrice);
        var name = Clean(Name);
        if (name.Length is 0 or > LongestName)
        {
            throw Invalid("model_name_invalid", $"A model's name is 1 to {LongestName} characters.");
        }

        if (Clean(ServerModel).Length > LongestUrl || Clean(Url).Length > LongestUrl)
        {
            throw Invalid("model_url_invalid", $"An address and a server's name of a model have at most {LongestUrl} characters.");
        }

        if (ContextTokens is < 0 or > LargestContext)
        {
            throw Invalid("model_context_invalid", $"The context is 0, for what the server says, to {LargestContext} tokens.");
        }

        hosts.Require(Clean(Url));
        return this with { Name = name, Url = ServerAddress.Split(Clean(Url)) is { Count: > 1 } several ? string.Join(' ', several) : Clean(Url), ServerModel = Clean(ServerModel) };
    }

    private static string Clean(string? text) => text?.Replace('\0', ' ').Trim() ?? "";

    private static RefusedException Invalid(string code, string message) => new(RefusalKind.Invalid, code, message);
}

/// <summary>A collection and the model that was chosen for it in the portal; null for the default.</summary>
public sealed record ModelChoice(Guid CollectionId, string Collection, Guid? ModelId);

/// <summary>An embedding model whose vectors the database has.</summary>
/// <param name="Used">It is the one that is set (Embeddings:Model).</param>
public sealed record EmbeddingModelRow(string Name, int Dimensions, bool Used);
