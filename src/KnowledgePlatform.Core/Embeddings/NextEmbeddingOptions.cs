namespace KnowledgePlatform.Core.Embeddings;

/// <summary>The embedding model that the current one is changed to (section <c>Embeddings:Next</c>): its vectors are made while the others serve, by <c>kp reembed</c>.</summary>
public sealed class NextEmbeddingOptions
{
    /// <summary>Name of the model in the manifest; null: no change is prepared.</summary>
    public string? Model { get; set; }

    /// <summary>As <see cref="EmbeddingOptions.QueryPrefix"/>, of this model.</summary>
    public string QueryPrefix { get; set; } = "query: ";

    /// <summary>As <see cref="EmbeddingOptions.PassagePrefix"/>, of this model.</summary>
    public string PassagePrefix { get; set; } = "passage: ";

    /// <summary>As <see cref="EmbeddingOptions.Pooling"/>, of this model.</summary>
    public EmbeddingPooling Pooling { get; set; } = EmbeddingPooling.Mean;

    /// <summary>As <see cref="EmbeddingOptions.MaxTokens"/>, of this model; 8 to 512.</summary>
    public int MaxTokens { get; set; } = 512;

    /// <summary>Says what is wrong with the section, or null.</summary>
    internal string? Fault(EmbeddingOptions current) =>
        Model is null ? null
        : Model.Length == 0 ? "Embeddings:Next:Model is empty: name a model of the manifest, or take the section away."
        : Model == current.Model ? $"Embeddings:Next:Model and Embeddings:Model are both '{Model}': once that model is in force and the vectors before it are dropped, take Embeddings:Next away."
        : MaxTokens is < 8 or > 512 ? "Embeddings:Next:MaxTokens must be between 8 and 512."
        : null;

    /// <summary>Everything that a model is loaded by; folder, threads and batches are those of the current one.</summary>
    internal EmbeddingOptions Over(EmbeddingOptions current) => new()
    {
        ModelsFolder = current.ModelsFolder, FetchedFolder = current.FetchedFolder, Model = Model!, QueryPrefix = QueryPrefix, PassagePrefix = PassagePrefix, MaxTokens = MaxTokens, Pooling = Pooling,
        BatchTokens = current.BatchTokens, Threads = current.Threads,
    };
}
