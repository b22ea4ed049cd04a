using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers.Conflicts;

/// <summary>Adds to an answer what other passages say otherwise, with the days of their documents.</summary>
internal sealed class ConflictReader(PlatformDatabase database, ConflictOptions options)
{
    /// <summary>The answer with its conflicts; the citations of their sides are behind those of its sentences.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="draft">The answer.</param>
    /// <param name="evidence">What was found.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<AnswerDraft> AddAsync(Caller caller, AnswerDraft draft, Evidence evidence, CancellationToken cancellationToken)
    {
        if (draft.Mode == AnswerMode.NotFound || options.Most == 0)
        {
            return draft;
        }

        var hits = evidence.Hits;
        var found = new ConflictFinder(evidence.Question, evidence.MayAnswer, [.. hits.Select(PassageSource.Of)]).Find(draft.Spans, options.Most, options.MostSides);
        if (found.Count == 0)
        {
            return draft;
        }

        var days = await DaysAsync(caller, [.. found.SelectMany(conflict => conflict.Sides).Select(side => hits[side.Span.Passage - 1].VersionId).Distinct()], cancellationToken).ConfigureAwait(false);
        var book = new CitationBook(hits, draft.Spans);
        var conflicts = found.Select(conflict => Mark(conflict, book, side => side.Day ?? days.GetValueOrDefault(hits[side.Span.Passage - 1].VersionId))).ToList();
        return draft with { Conflicts = conflicts, Citations = book.Citations, Spans = book.Spans };
    }

    /// <summary>Marks the youngest, where each side bears a day and one is younger than all others, and what amends the others.</summary>
    internal static AnswerConflict Mark(FoundConflict conflict, CitationBook book, Func<FoundSide, DateOnly?> dayOf)
    {
        var days = conflict.Sides.Select(dayOf).ToList();
        var youngest = days.Max();
        var isOneYoungest = days.TrueForAll(day => day is not null) && days.Count(day => day == youngest) == 1;
        var isOneAmending = conflict.Sides.Any(side => !side.IsAmending);
        return new AnswerConflict(
            conflict.Reason,
            [.. conflict.Sides.Select((side, i) => new ConflictSide(
                book.Cite(side.Span), side.Values, days[i], isOneYoungest && days[i] == youngest, isOneAmending && side.IsAmending))]);
    }

    private async Task<Dictionary<Guid, DateOnly?>> DaysAsync(Caller caller, Guid[] versions, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var read = await session.QueryAsync<(Guid Id, DateOnly? Dated)>("select id, dated from document_versions where id = any (@versions)", new { versions }, cancellationToken).ConfigureAwait(false);
        return read.ToDictionary(one => one.Id, one => one.Dated);
    }
}
