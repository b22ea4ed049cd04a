namespace KnowledgePlatform.Core.Embeddings;

/// <summary>
/// The embedding model that English passages have a second vector of (section <c>Embeddings:English</c>). It does not ship: where <c>deploy/models-fetch</c> has not fetched it,
/// everything is as without it. The defaults are those of its card.
/// </summary>
public sealed class EnglishEmbeddingOptions
{
    /// <summary>Name of the model in a manifest; empty: none, though it be there.</summary>
    public string Model { get; set; } = "snowflake-arctic-embed-xs";

    /// <summary>As <see cref="EmbeddingOptions.QueryPrefix"/>, of this model.</summary>
    public string QueryPrefix { get; set; } = "Represent this sentence for searching relevant passages: ";

    /// <summary>As <see cref="EmbeddingOptions.PassagePrefix"/>, of this model.</summary>
    public string PassagePrefix { get; set; } = "";

    /// <summary>As <see cref="EmbeddingOptions.Pooling"/>, of this model.</summary>
    public EmbeddingPooling Pooling { get; set; } = EmbeddingPooling.FirstToken;

    /// <summary>As <see cref="EmbeddingOptions.MaxTokens"/>, of this model; 8 to 512.</summary>
    public int MaxTokens { get; set; } = 512;

    /// <summary>Says what is wrong with the section, or null.</summary>
    internal string? Fault() => MaxTokens is < 8 or > 512 ? "Embeddings:English:MaxTokens must be between 8 and 512." : null;

    /// <summary>Everything that the model is loaded by; folders, threads and batches are those of the other one.</summary>
    internal EmbeddingOptions Over(EmbeddingOptions other) => new()
    {
        ModelsFolder = other.ModelsFolder, FetchedFolder = other.FetchedFolder, Model = Model, QueryPrefix = QueryPrefix, PassagePrefix = PassagePrefix, MaxTokens = MaxTokens,
        Pooling = Pooling, BatchTokens = other.BatchTokens, Threads = other.Threads,
    };
}
