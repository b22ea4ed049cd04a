using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Answers;

/// <summary>
/// When a question counts as not answered by the documents. The defaults belong to multilingual-e5-small and were measured (docs/quality.md); another
/// embedding model has another scale of similarities.
/// </summary>
public sealed class WeakRetrievalOptions
{
    /// <summary>
    /// Confidence from which an answer is given, 0 to 1. Lower answers more questions, also of those that the documents do not answer; docs/quality.md has the curve. Default 0.12.
    /// </summary>
    [Range(0.001, 0.999)]
    public double LeastConfidence { get; set; } = 0.12;

    /// <summary>Below this similarity of question and best sentence nothing is taken for an answer. Default 0.80.</summary>
    [Range(-1.0, 1.0)]
    public double LeastSimilarity { get; set; } = 0.80;

    /// <summary>The same for a passage in another language than the question, where no words can be compared. Default 0.82.</summary>
    [Range(-1.0, 1.0)]
    public double OtherLanguageSimilarity { get; set; } = 0.82;
}
