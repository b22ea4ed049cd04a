using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Answers;

/// <summary>
/// When a question counts as not answered by the documents. The defaults belong to multilingual-e5-small and were measured (docs/quality.md); another
/// embedding model has another scale of similarities.
/// </summary>
public sealed class WeakRetrievalOptions
{
    /// <summary>Similarity of question and best sentence from which no word in common is needed. Default 0.86.</summary>
    [Range(-1.0, 1.0)]
    public double SureSimilarity { get; set; } = 0.86;

    /// <summary>Below this similarity nothing is taken for an answer. Default 0.80.</summary>
    [Range(-1.0, 1.0)]
    public double LeastSimilarity { get; set; } = 0.80;

    /// <summary>The same for a passage in another language than the question, where no words can be compared. Default 0.82.</summary>
    [Range(-1.0, 1.0)]
    public double OtherLanguageSimilarity { get; set; } = 0.82;

    /// <summary>
    /// Between the two: share of the question's content words, rare ones counting more, that must stand in one of the passages. Default 0.3.
    /// </summary>
    [Range(0.0, 1.0)]
    public double LeastOverlap { get; set; } = 0.3;
}
