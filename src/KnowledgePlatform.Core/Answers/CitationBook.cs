using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Numbers the stretches that an answer cites, in the order of first mention. The same stretch keeps its number.</summary>
/// <param name="hits">The passages by their number, from 1.</param>
internal sealed class CitationBook(IReadOnlyList<PassageHit> hits)
{
    private readonly Dictionary<PassageSpan, int> _numbers = [];
    private readonly List<AnswerCitation> _citations = [];

    /// <summary>All citations so far, by number.</summary>
    public IReadOnlyList<AnswerCitation> Citations => _citations;

    /// <summary>The number of a stretch.</summary>
    public int Cite(PassageSpan span)
    {
        if (_numbers.TryGetValue(span, out var known))
        {
            return known;
        }

        var hit = hits[span.Passage - 1];
        var pieces = PassagePieces.Of(hit.Pieces, span.Start, span.Length);
        var number = _citations.Count + 1;
        _citations.Add(new AnswerCitation(
            number, hit.CollectionId, hit.DocumentId, hit.VersionId, hit.Title, hit.HeadingPath, hit.Text.Substring(span.Start, span.Length),
            pieces.Length > 0 ? pieces[0] : hit.FirstPage, pieces) { Place = hit.Spoken?.Of(hit.VersionId, pieces) is { } time ? "at " + time : null });
        _numbers[span] = number;
        return number;
    }
}
