using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Answers without a model: the best sentences of the best passages, word for word, or that there is none.</summary>
internal static class QuotedAnswer
{
    /// <summary>True when the passages do not answer the question, as far as similarity and words can tell.</summary>
    /// <param name="language">The question's language as an ISO 639-1 code; words of another language are not looked for.</param>
    /// <param name="passages">The passages found, best first.</param>
    /// <param name="ranked">Their sentences.</param>
    /// <param name="options">The limits.</param>
    public static bool IsWeak(string language, IReadOnlyList<Passage> passages, RankedSentences ranked, WeakRetrievalOptions options)
    {
        if (ranked.Sentences.Count == 0)
        {
            return true;
        }

        var best = ranked.Sentences.MaxBy(sentence => sentence.Similarity)!;
        if (best.Similarity < options.LeastSimilarity || best.Similarity >= options.SureSimilarity)
        {
            return best.Similarity < options.LeastSimilarity;
        }

        var spoken = passages[best.Span.Passage - 1].Language;
        if (language != LanguageDetector.Undetermined && spoken != LanguageDetector.Undetermined && spoken != language)
        {
            return best.Similarity < options.OtherLanguageSimilarity;
        }

        return ranked.Signals.PassageOverlap < options.LeastOverlap;
    }

    /// <summary>The best sentences, one citation each, in the order of their rank.</summary>
    public static AnswerDraft Quote(IReadOnlyList<PassageHit> hits, IReadOnlyList<RankedSentence> ranked, int count, string? notice)
    {
        var book = new CitationBook(hits);
        var sentences = ranked
            .DistinctBy(sentence => TextFold.Fold(sentence.Text), StringComparer.Ordinal)
            .Take(count)
            .Select(sentence => new AnswerSentence(sentence.Text, SentenceStatus.Quotation, "", [book.Cite(sentence.Span)]))
            .ToList();
        return new AnswerDraft(AnswerMode.Quotations, notice, sentences, book.Citations);
    }

    /// <summary>"Not found", with the nearest passages.</summary>
    /// <param name="hits">The passages found, best first.</param>
    /// <param name="nearest">So many of them are shown.</param>
    /// <param name="searched">What was searched and what could not be, for the reader.</param>
    public static AnswerDraft NotFound(IReadOnlyList<PassageHit> hits, int nearest, string searched)
    {
        var book = new CitationBook(hits);
        for (var i = 0; i < Math.Min(nearest, hits.Count); i++)
        {
            book.Cite(new PassageSpan(i + 1, 0, hits[i].Text.Length));
        }

        return new AnswerDraft(AnswerMode.NotFound, searched, [], book.Citations);
    }
}
