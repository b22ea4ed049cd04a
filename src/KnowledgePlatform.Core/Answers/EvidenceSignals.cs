namespace KnowledgePlatform.Core.Answers;

/// <summary>What tells, without a model, whether passages answer a question.</summary>
/// <param name="Similarity">Cosine of the question and the most similar sentence, -1 to 1.</param>
/// <param name="SentenceOverlap">Weighted share of the question's content words in the sentence that holds most of them, those around it counting half, 0 to 1.</param>
/// <param name="Window">The greatest share of them within 40 content words that follow each other, words that are rare among all passages counting more, 0 to 1.</param>
/// <param name="Pairs">Share of the question's neighbouring words that stand near each other in one passage too, 0 to 1.</param>
/// <param name="Concentration">Share of the first five passages that belong to the document which most of them belong to, 0 to 1.</param>
/// <param name="PassageLead">How far the most similar passage lies above the mean of all found, in cosine; 0 or more.</param>
public sealed record EvidenceSignals(
    double Similarity, double SentenceOverlap, double Window, double Pairs, double Concentration, double PassageLead)
{
    /// <summary>Of no passage.</summary>
    public static readonly EvidenceSignals None = new(0, 0, 0, 0, 0, 0);
}
