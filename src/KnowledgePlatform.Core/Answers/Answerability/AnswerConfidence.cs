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
    public static double Of(string language, IReadOnlyList<Passage> passages, RankedSentences ranked, EvidenceSignals signals, WeakRetrievalOptions options)
    {
        if (ranked.Sentences.Count == 0)
        {
            return 0;
        }

        var best = ranked.Sentences.MaxBy(sentence => sentence.Similarity)!;
        var spoken = passages[best.Span.Passage - 1].Language;
        return language != LanguageDetector.Undetermined && spoken != LanguageDetector.Undetermined && spoken != language
            ? Logistic(Logit(options.LeastConfidence) + (Steepness * (best.Similarity - options.OtherLanguageSimilarity)))
            : Logistic(Sum(signals));
    }

    private static double Sum(EvidenceSignals signals) =>
        -40 + (40 * signals.Similarity) + (3 * signals.SentenceOverlap) + (3 * signals.Window) + (1.5 * signals.Pairs) + (2 * signals.Concentration)
        + (20 * signals.PassageLead) + (2 * signals.Rarest) + (0.1 * signals.Words);

    private static double Logistic(double sum) => 1 / (1 + Math.Exp(-sum));

    private static double Logit(double share) => Math.Log(share / (1 - share));
}
