namespace KnowledgePlatform.Core.Answers;

/// <summary>What tells, without a model, whether passages answer a question.</summary>
/// <param name="Similarity">Cosine of the question and the most similar sentence, -1 to 1.</param>
/// <param name="Lead">How far that sentence lies above the mean of all, in cosine; 0 or more.</param>
/// <param name="SentenceOverlap">Weighted share of the question's content words in the sentence that holds most of them, those around it counting half, 0 to 1.</param>
/// <param name="PassageOverlap">The same in the passage that holds most of them, 0 to 1.</param>
/// <param name="AskedOverlap">
/// The same without the words of the passage's own title: who names a document and asks about it has said which one, and not yet what it says; 0 to 1.
/// </param>
public sealed record EvidenceSignals(double Similarity, double Lead, double SentenceOverlap, double PassageOverlap, double AskedOverlap)
{
    /// <summary>Of no passage.</summary>
    public static readonly EvidenceSignals None = new(0, 0, 0, 0, 0);
}
