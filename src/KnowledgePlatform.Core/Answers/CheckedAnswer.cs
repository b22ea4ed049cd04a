using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Collects what the model writes, sentence by sentence, each held against the passages it cites.</summary>
internal sealed class CheckedAnswer
{
    private readonly SentenceReview _review;
    private readonly CitationBook _book;
    private readonly string _question;
    private readonly HashSet<string> _headings;
    private readonly List<AnswerSentence> _sentences = [];

    public CheckedAnswer(string question, IReadOnlyList<PassageHit> hits, SentenceReview review)
    {
        (_question, _review) = (question, review);
        _book = new CitationBook(hits);
        _headings = hits.SelectMany(hit => new[] { AnswerPrompt.Heading(hit.Title, hit.HeadingPath), hit.Title, hit.HeadingPath }).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The sentences so far.</summary>
    public IReadOnlyList<AnswerSentence> Sentences => _sentences;

    /// <summary>What they cite.</summary>
    public IReadOnlyList<AnswerCitation> Citations => _book.Citations;

    /// <summary>Where those stand, in the same order.</summary>
    public IReadOnlyList<PassageSpan> Spans => _book.Spans;

    /// <summary>Share of the sentences that are supported; 0 without sentences.</summary>
    public double Supported => _sentences.Count == 0 ? 0 : (double)_sentences.Count(sentence => sentence.Status == SentenceStatus.Supported) / _sentences.Count;

    /// <summary>Checks a sentence and adds it. Null when the model repeats one, or, citing nothing, only what stands over a passage.</summary>
    public async Task<AskSentence?> AddAsync(WrittenSentence written, CancellationToken cancellationToken)
    {
        if (_sentences.Any(known => string.Equals(known.Text, written.Text, StringComparison.OrdinalIgnoreCase)))
        {
            return null;
        }

        var check = await _review.VerifyAsync(written.Text, written.Passages, _question, cancellationToken).ConfigureAwait(false);
        var supported = check is { Verdict: Verdict.Supported, Spans.Count: > 0 };
        if ((!supported || written.Passages.Count == 0) && _headings.Contains(written.Text.TrimEnd('.', ':', ' ')))
        {
            return null;
        }

        var sentence = supported
            ? new AnswerSentence(written.Text, SentenceStatus.Supported, "", [.. check.Spans.Select(_book.Cite).Distinct()])
            : new AnswerSentence(written.Text, SentenceStatus.StruckOut, Reason(check), []);
        _sentences.Add(sentence);
        return new AskSentence(sentence, [.. Citations.Where(citation => sentence.Citations.Contains(citation.Number))]);
    }

    private static string Reason(SentenceCheck check) => check.Reason.Length > 0 ? check.Reason : "No passage says this.";
}
