using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>How passages are searched. Section "Retrieval".</summary>
public sealed class RetrievalOptions
{
    /// <summary>Candidates taken from each leg before fusion. Default 100.</summary>
    [Range(10, 1000)]
    public int Candidates { get; set; } = 100;

    /// <summary>The constant k of reciprocal rank fusion. Default 60 (Cormack, Clarke and Büttcher, SIGIR 2009).</summary>
    [Range(1, 1000)]
    public int FusionConstant { get; set; } = 60;

    /// <summary>Size of HNSW's dynamic candidate list, at least <see cref="Candidates"/>. Default 120.</summary>
    [Range(10, 1000)]
    public int HnswCandidateList { get; set; } = 120;

    /// <summary>Longest question in characters; what is longer is refused. Default 4,000.</summary>
    [Range(100, 100_000)]
    public int MaxQuestionLength { get; set; } = 4000;
}
