using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Usage;

namespace KnowledgePlatform.Core.Chat.Registry;

/// <summary>The registry of chat models beside the one of section Chat. Section "Models".</summary>
public sealed class ModelsOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Models";

    /// <summary>
    /// Hosts that administrators may register models at, with a comma between them, each with or without a port: <c>10.0.0.5, llm.firm.example:8443</c>. Empty (the default): only those
    /// that <c>Chat:Url</c> and <see cref="Chat"/> name.
    /// </summary>
    public string AllowedHosts { get; set; } = "";

    /// <summary>Name of the entry of <see cref="Chat"/> that is asked when nothing else was chosen in the portal; unset: the model of section Chat.</summary>
    public string? Default { get; set; }

    /// <summary>
    /// True: when the model that was chosen for the collections of a question is not available, the default one is asked, and the person reads so. False (the default): the documents are quoted. Which
    /// model reads a collection may have been chosen for where it runs or what it costs, so that another one reads it only when the operator said so.
    /// </summary>
    public bool FallBack { get; set; }

    /// <summary>Models that the operator registers; the portal shows them and cannot change them.</summary>
    public IList<ConfiguredModel> Chat { get; } = [];

    /// <summary>Models that administrators may register at most. Default 100.</summary>
    [Range(0, 10_000)]
    public int MaxModels { get; set; } = 100;

    /// <summary>Seconds that a test of a model may take. Default 60: a server may have to load the model first.</summary>
    [Range(1, 3600)]
    public int TestSeconds { get; set; } = 60;

    /// <summary>Tokens that a model may write when it is tested. Default 16.</summary>
    [Range(1, 1024)]
    public int TestTokens { get; set; } = 16;
}

/// <summary>A model that the operator registers.</summary>
public sealed class ConfiguredModel
{
    /// <summary>What people call it; unique.</summary>
    public string Name { get; set; } = "";

    /// <summary>An OpenAI-compatible server, as <c>http://10.0.0.5:8080</c>; several that offer the same model with blanks or commas between them.</summary>
    public string Url { get; set; } = "";

    /// <summary>Name of the model as the server lists it; unset takes the first one.</summary>
    public string? ServerModel { get; set; }

    /// <summary>The server's secret key.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Tokens of request and answer together; 0 (default): what the server says.</summary>
    [Range(0, 16_777_216)]
    public int ContextTokens { get; set; }

    /// <summary>What a million tokens cost that it reads. Default 0.</summary>
    [Range(0, TokenPrices.Highest)]
    public decimal PromptPrice { get; set; }

    /// <summary>What a million tokens cost that it writes. Default 0.</summary>
    [Range(0, TokenPrices.Highest)]
    public decimal CompletionPrice { get; set; }

    /// <summary>It sees pictures.</summary>
    public bool Images { get; set; }

    /// <summary>It calls tools.</summary>
    public bool Tools { get; set; }

    /// <summary>False: it is shown and not asked. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Ids of the collections whose questions are put to it.</summary>
    public IList<Guid> Collections { get; } = [];
}
