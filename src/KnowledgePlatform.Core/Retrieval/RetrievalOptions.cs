using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>How passages are searched. Section "Retrieval".</summary>
public sealed class RetrievalOptions
{
    /// <summary>Candidates taken from each leg before fusion. Default 100.</summary>
    [Range(10, 1000)]
    public int Candidates { get; set; } = 100;

    /// <summary>What the words count for beside the meaning, 0 to 1. Default 0.5; measured in docs/quality.md.</summary>
    [Range(0.0, 1.0)]
    public double LexicalWeight { get; set; } = 0.5;

    /// <summary>Size of HNSW's dynamic candidate list, at least <see cref="Candidates"/>. Default 120.</summary>
    [Range(10, 1000)]
    public int HnswCandidateList { get; set; } = 120;

    /// <summary>
    /// Passages that the vector leg looks at on the way to enough visible ones; behind that it is content with what it has. Default 20,000, pgvector's own.
    /// </summary>
    [Range(1, 100_000_000)]
    public int HnswScanTuples { get; set; } = 20_000;

    /// <summary>Longest question in characters; what is longer is refused. Default 4,000.</summary>
    [Range(100, 100_000)]
    public int MaxQuestionLength { get; set; } = 4000;
}
