using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Answers without a model: the best sentences of the best passages, word for word, or that there is none.</summary>
internal static class QuotedAnswer
{
    /// <summary>The best sentences, one citation each, in the order of their rank.</summary>
    public static AnswerDraft Quote(IReadOnlyList<PassageHit> hits, IReadOnlyList<RankedSentence> ranked, int count, string? notice)
    {
        var book = new CitationBook(hits);
        var sentences = ranked
            .DistinctBy(sentence => TextFold.Fold(sentence.Text), StringComparer.Ordinal)
            .Take(count)
            .Select(sentence => new AnswerSentence(sentence.Text, SentenceStatus.Quotation, "", [book.Cite(sentence.Span)])
            {
                Columns = TableColumns.Over(hits[sentence.Span.Passage - 1].Text, sentence.Span.Start, sentence.Text),
            })
            .ToList();
        return new AnswerDraft(AnswerMode.Quotations, notice, sentences, book.Citations, book.Spans);
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

        return new AnswerDraft(AnswerMode.NotFound, searched, [], book.Citations, book.Spans);
    }
}
