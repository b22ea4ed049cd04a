using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Embeddings;

/// <summary>Which embedding model is used and how much of the machine it may take (section <c>Embeddings</c>).</summary>
public sealed class EmbeddingOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Embeddings";

    /// <summary>Folder that holds <c>manifest.json</c>; unset: <c>deploy/models</c>, looked for upwards from the program's folder.</summary>
    public string? ModelsFolder { get; set; }

    /// <summary>
    /// Folder of the models that <c>deploy/models-fetch</c> fetched, with a <c>manifest.json</c> of its own; unset, or without one: none. Under <c>deploy/run</c> it is .runtime/models.
    /// </summary>
    public string? FetchedFolder { get; set; }

    /// <summary>Name of the model in the manifest.</summary>
    [Required]
    public string Model { get; set; } = "multilingual-e5-small";

    /// <summary>
    /// Written before a text that asks, and before both texts when two of the same kind are compared. The model card of
    /// multilingual-e5 asks for it.
    /// </summary>
    [Required(AllowEmptyStrings = true)]
    public string QueryPrefix { get; set; } = "query: ";

    /// <summary>Written before a text that is searched.</summary>
    [Required(AllowEmptyStrings = true)]
    public string PassagePrefix { get; set; } = "passage: ";

    /// <summary>Tokens of one text, prefix and both marks included; what follows is not seen by the model. Its own limit is 512.</summary>
    [Range(8, 512)]
    public int MaxTokens { get; set; } = 512;

    /// <summary>How a text's vector is made of those of its tokens.</summary>
    public EmbeddingPooling Pooling { get; set; } = EmbeddingPooling.Mean;

    /// <summary>
    /// Token places, padding included, that one run of the model computes together. The default of 1 runs each text alone: the int8 model
    /// scales its activations over the whole run, so that a text's vector changes with its neighbours (cosine down to 0.995), and
    /// on a processor batches were no faster from some 100 tokens a text. 4096 suits a model in float on a graphics card.
    /// </summary>
    [Range(1, 1_048_576)]
    public int BatchTokens { get; set; } = 1;

    /// <summary>Runs that go on at the same time, one processor each; 0 takes every processor.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>The model that this one is being changed to, if any.</summary>
    public NextEmbeddingOptions Next { get; set; } = new();

    /// <summary>The model that English passages are embedded by as well, where it was fetched.</summary>
    public EnglishEmbeddingOptions English { get; set; } = new();
}
