using KnowledgePlatform.Core.Chunking;

namespace KnowledgePlatform.Core.Answers.Answerability;

/// <summary>
/// How surely passages answer a question: a logistic regression over <see cref="EvidenceSignals"/>, fitted on questions asked of collections with and without their
/// answer (docs/quality.md says which, and how well it tells them apart).
/// </summary>
internal static class AnswerConfidence
{
    // A cosine of .02 more is what tells most of one from the other there.
    private const double Steepness = 50;

    /// <summary>The confidence, 0 to 1.</summary>
    /// <param name="language">The question's language, ISO 639-1: words of a passage in another language cannot be compared, and its similarity alone counts.</param>
    /// <param name="passages">The passages found, best first.</param>
    /// <param name="ranked">Their sentences.</param>
    /// <param name="signals">What was read from them.</param>
    /// <param name="options">The limits.</param>
    public static double Of(string language, IReadOnlyList<Passage> passages, IReadOnlyList<RankedSentence> ranked, EvidenceSignals signals, WeakRetrievalOptions options)
    {
        if (ranked.Count == 0)
        {
            return 0;
        }

        var best = ranked.MaxBy(sentence => sentence.Similarity)!;
        var spoken = passages[best.Span.Passage - 1].Language;
        return language != LanguageDetector.Undetermined && spoken != LanguageDetector.Undetermined && spoken != language
            ? Logistic(Logit(options.LeastConfidence) + (Steepness * (best.Similarity - options.OtherLanguageSimilarity)))
            : Logistic(Sum(signals));
    }

    private static double Sum(EvidenceSignals signals) =>
        -19.86 + (17.0 * signals.Similarity) + (2.36 * signals.SentenceOverlap) + (0.78 * signals.Window) + (1.28 * signals.Pairs)
        + (3.33 * signals.Concentration) + (25.4 * signals.PassageLead);

    private static double Logistic(double sum) => 1 / (1 + Math.Exp(-sum));

    private static double Logit(double share) => Math.Log(share / (1 - share));
}
