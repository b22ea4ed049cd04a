using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>How passages are searched. Section "Retrieval".</summary>
public sealed record RetrievalOptions
{
    /// <summary>Candidates taken from each leg before fusion. Default 100.</summary>
    [Range(10, 1000)]
    public int Candidates { get; set; } = 100;

    /// <summary>What the words count for beside the meaning, 0 to 1. Default 0.5; measured in docs/quality.md.</summary>
    [Range(0.0, 1.0)]
    public double LexicalWeight { get; set; } = 0.5;

    /// <summary>What the English model counts for beside the other, 0 to 1, of a passage that both have a vector of. Default 0.5; measured in docs/quality.md.</summary>
    [Range(0.0, 1.0)]
    public double EnglishWeight { get; set; } = 0.5;

    /// <summary>What the most similar candidates count for in a passage's score, 0 to 1; 0 leaves scores as they are. Default 0.3; measured in docs/quality.md.</summary>
    [Range(0.0, 1.0)]
    public double NeighbourWeight { get; set; } = 0.3;

    /// <summary>How many of the most similar candidates count. Default 5.</summary>
    [Range(1, 100)]
    public int Neighbours { get; set; } = 5;

    /// <summary>The first so many candidates are compared with each other. Default 100.</summary>
    [Range(1, 500)]
    public int MixedCandidates { get; set; } = 100;

    /// <summary>What it counts for a passage that the question names its document, beside a score of 0 to 1; 0 takes no notice. Default 0.4; measured in docs/quality.md.</summary>
    [Range(0.0, 1.0)]
    public double NamedDocumentWeight { get; set; } = 0.4;

    /// <summary>Share of the telling words of a document's title that a question holds when it names the document, 0 to 1. Default 0.6.</summary>
    [Range(0.0, 1.0)]
    public double LeastTitleShare { get; set; } = 0.6;

    /// <summary>Size of HNSW's dynamic candidate list, at least <see cref="Candidates"/>: a longer one finds more of what is nearest and takes longer. Default 350; measured in docs/quality/search.md.</summary>
    [Range(10, 1000)]
    public int HnswCandidateList { get; set; } = 350;

    /// <summary>
    /// Passages that the vector leg looks at on the way to enough visible ones; behind that it is content with what it has. Default 40,000, twice pgvector's own.
    /// </summary>
    [Range(1, 100_000_000)]
    public int HnswScanTuples { get; set; } = 40_000;

    /// <summary>
    /// When the collections searched hold no more passages than this, all their vectors are compared, which is exact and as fast; above it the HNSW index is used.
    /// Default 25,000.
    /// </summary>
    [Range(0, 1_000_000)]
    public int ExactBelow { get; set; } = 25_000;

    /// <summary>
    /// When the collections searched hold no more passages than this, BM25 is computed for each of them; above it the order of its index is followed until enough of them are
    /// found, which is slow where they are few among many. Default 25,000.
    /// </summary>
    [Range(0, 1_000_000)]
    public int RowByRowBelow { get; set; } = 25_000;

    /// <summary>Longest question in characters; what is longer is refused. Default 4,000.</summary>
    [Range(100, 100_000)]
    public int MaxQuestionLength { get; set; } = 4000;
}
