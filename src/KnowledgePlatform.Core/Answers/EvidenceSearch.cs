using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers.Amendments;
using KnowledgePlatform.Core.Answers.Answerability;
using KnowledgePlatform.Core.Answers.Names;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Retrieval;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Finds what the documents hold for a question, before any model writes: passages, their sentences, and whether they answer at all.</summary>
public sealed class EvidenceSearch
{
    private readonly PassageSearch _search;
    private readonly QuotationRanker _ranker;
    private readonly LanguageDetector _languages;
    private readonly NameHolders _holders;
    private readonly SignalReader _signals;
    private readonly AmendingPassages _amending;
    private readonly AnswerOptions _options;

    /// <summary>Takes its parts from the services.</summary>
    public EvidenceSearch(PassageSearch search, Embedders embedders, LanguageDetector languages, PlatformDatabase database, IOptions<AnswerOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_search, _ranker, _languages, _options) = (search, new QuotationRanker(embedders), languages, options.Value);
        (_holders, _signals, _amending) = (new NameHolders(database), new SignalReader(database), new AmendingPassages(database, search, options.Value));
    }

    /// <summary>The passages for a question, best first.</summary>
    /// <param name="caller">Who asks: only what this person may open is searched.</param>
    /// <param name="question">A question that stands for itself.</param>
    /// <param name="collections">Where to search, or null for all that the caller may open.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PassageHit>> SearchAsync(Caller caller, string question, IReadOnlyList<Guid>? collections, CancellationToken cancellationToken)
    {
        var hits = await _search.SearchAsync(caller, question, collections, _options.Passages, cancellationToken).ConfigureAwait(false);
        return await _amending.AddAsync(caller, question, hits, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The passages as a model reads them: those that follow each other in a document are one. Quotations without a model gain nothing by it (docs/quality.md).</summary>
    /// <param name="hits">The passages, best first.</param>
    public IReadOnlyList<PassageHit> Joined(IReadOnlyList<PassageHit> hits) => JoinedPassages.Join(hits, _options.JoinedPassages);

    /// <summary>Reads passages for their sentences.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="question">The question they were found for.</param>
    /// <param name="hits">The passages, best first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<Evidence> ReadAsync(Caller caller, string question, IReadOnlyList<PassageHit> hits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(hits);
        // What is excluded is in none of them, and nothing to be measured by.
        question = QuestionSyntax.Parse(question).Words;
        var passages = hits.Select(ToPassage).ToList();
        var read = passages.ConvertAll(QuotationRanker.Read);
        var language = _languages.Detect(question);
        var names = AskedNames.Of(question, language, read);
        var mayAnswer = await _holders.FindAsync(caller, names, hits, cancellationToken).ConfigureAwait(false);
        var quotable = passages.Select((passage, i) => (passage, read[i])).Where((_, i) => mayAnswer.Contains(hits[i].DocumentId)).ToList();
        var (_, asked) = AskedPart.Of(question, passages.Select(passage => passage.Title).Distinct());
        var ranked = await _ranker.RankAsync(asked, quotable, read, names.SelectMany(name => name), WithAmending(hits, _options.PassagesForQuotations), cancellationToken).ConfigureAwait(false);
        var signals = await _signals.ReadAsync(caller, asked, language, hits, quotable, ranked, cancellationToken).ConfigureAwait(false);
        var confidence = AnswerConfidence.Of(language, passages, ranked, signals, _options.Weak);
        var isWeak = confidence < _options.Weak.LeastConfidence || signals.Similarity < _options.Weak.LeastSimilarity;
        return new Evidence(question, hits, [.. quotable.Select(one => one.passage)], ranked, signals, confidence, isWeak);
    }

    /// <summary>So many passages, and the amending ones that stand among them besides: what they amend, and what else was found, keeps its place.</summary>
    internal static int WithAmending(IReadOnlyList<PassageHit> hits, int most) => most + hits.Take(most).Count(hit => hit.Amends.Count > 0);

    private static Passage ToPassage(PassageHit hit, int index) => new(index + 1, hit.Title, hit.HeadingPath, hit.Text, hit.Language, hit.Similarity);
}

/// <summary>What the documents hold for a question.</summary>
public sealed class Evidence
{
    internal Evidence(
        string question, IReadOnlyList<PassageHit> hits, IReadOnlyList<Passage> mayAnswer, IReadOnlyList<RankedSentence> ranked, EvidenceSignals signals, double confidence, bool isWeak) =>
        (Question, Hits, MayAnswer, Ranked, Signals, Confidence, IsWeak) = (question, hits, mayAnswer, ranked, signals, confidence, isWeak);

    /// <summary>The question without what it excludes.</summary>
    public string Question { get; }

    /// <summary>The passages, best first.</summary>
    public IReadOnlyList<PassageHit> Hits { get; }

    /// <summary>True when they do not answer the question, as far as can be told without a model.</summary>
    public bool IsWeak { get; }

    /// <summary>The sentences of the best passages, best first, with the passage each stands in.</summary>
    public IReadOnlyList<(PassageHit Hit, string Text)> Sentences => [.. Ranked.Select(sentence => (Hits[sentence.Span.Passage - 1], sentence.Text))];

    /// <summary>How surely the passages answer, 0 to 1.</summary>
    public double Confidence { get; }

    /// <summary>What that is made of.</summary>
    public EvidenceSignals Signals { get; }

    /// <summary>The passages without those of documents that speak of others than whom the question names; their numbers are places in <see cref="Hits"/>, from 1.</summary>
    internal IReadOnlyList<Passage> MayAnswer { get; }

    internal IReadOnlyList<RankedSentence> Ranked { get; }
}
