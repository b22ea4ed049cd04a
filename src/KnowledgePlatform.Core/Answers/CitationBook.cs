using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Numbers the stretches that an answer cites, in the order of first mention. The same stretch keeps its number.</summary>
internal sealed class CitationBook
{
    private readonly IReadOnlyList<PassageHit> _hits;
    private readonly Dictionary<PassageSpan, int> _numbers = [];
    private readonly List<AnswerCitation> _citations = [];
    private readonly List<PassageSpan> _spans = [];

    /// <param name="hits">The passages by their number, from 1.</param>
    /// <param name="cited">What is cited already, by its numbers.</param>
    public CitationBook(IReadOnlyList<PassageHit> hits, params IReadOnlyList<PassageSpan> cited)
    {
        _hits = hits;
        foreach (var span in cited)
        {
            Cite(span);
        }
    }

    /// <summary>All citations so far, by number.</summary>
    public IReadOnlyList<AnswerCitation> Citations => _citations;

    /// <summary>Where they stand, in the same order.</summary>
    public IReadOnlyList<PassageSpan> Spans => _spans;

    /// <summary>The number of a stretch.</summary>
    public int Cite(PassageSpan span)
    {
        if (_numbers.TryGetValue(span, out var known))
        {
            return known;
        }

        var hit = _hits[span.Passage - 1];
        var pieces = PassagePieces.Of(hit.Pieces, span.Start, span.Length);
        var number = _citations.Count + 1;
        _citations.Add(new AnswerCitation(
            number, hit.CollectionId, hit.DocumentId, hit.VersionId, hit.Title, hit.HeadingPath, hit.Text.Substring(span.Start, span.Length),
            pieces.Length > 0 ? pieces[0] : hit.FirstPage, pieces) { Place = hit.Spoken?.Of(hit.VersionId, pieces) is { } time ? "at " + time : null });
        _spans.Add(span);
        _numbers[span] = number;
        return number;
    }
}
