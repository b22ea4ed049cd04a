using KnowledgePlatform.Core.Answers.Amendments;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers.Conflicts;

/// <summary>
/// Finds what other passages say otherwise than those an answer rests on: another value, another day, a "not". By words alone, so that it costs no model and can be explained; what
/// two passages say of different people, cases or days is no conflict, and in doubt there is none.
/// </summary>
internal sealed class ConflictFinder
{
    private readonly IReadOnlyList<PassageSource> _sources;
    private readonly List<PassageUnit> _units;
    private readonly AnalysedText _asked;

    /// <param name="question">The question.</param>
    /// <param name="passages">The passages that may answer, best first.</param>
    /// <param name="sources">The document of each passage by its number, the first at 0.</param>
    public ConflictFinder(string question, IEnumerable<Passage> passages, IReadOnlyList<PassageSource> sources)
    {
        _sources = sources;
        _units = [.. passages.SelectMany(QuotableUnits.Of)];
        _asked = new AnalysedText(question);
    }

    /// <summary>The conflicts about what is cited.</summary>
    /// <param name="cited">What the sentences of the answer rest on, in their order.</param>
    /// <param name="most">So many conflicts at most.</param>
    /// <param name="sides">So many sides of one at most, at least 2.</param>
    public IReadOnlyList<FoundConflict> Find(IEnumerable<PassageSpan> cited, int most, int sides)
    {
        var found = new List<FoundConflict>();
        var known = new HashSet<PassageSpan>();
        foreach (var unit in cited.SelectMany(span => _units.Where(unit => Covers(span, unit.Span))).DistinctBy(unit => unit.Span))
        {
            if (found.Count == most)
            {
                break;
            }

            if (!known.Contains(unit.Span) && About(unit, sides, known) is { } conflict)
            {
                found.Add(conflict);
                known.UnionWith(conflict.Sides.Select(side => side.Span));
            }
        }

        return found;
    }

    private FoundConflict? About(PassageUnit unit, int most, HashSet<PassageSpan> known)
    {
        var others = new List<(PassageUnit Unit, Disagreement How)>();
        foreach (var other in _units.Where(other => other.Passage.Number != unit.Passage.Number))
        {
            var how = Disagreement.Between(unit, other, _asked, Source(unit).Document == Source(other).Document)
                // Of the sentences of a clause the first is shown beside what changes it.
                ?? (known.Contains(other.Span) ? null : Amended(unit, other));
            // What two others say alike is one side.
            if (how is not null && !others.Exists(one => one.How.There.SequenceEqual(how.There, StringComparer.OrdinalIgnoreCase)))
            {
                others.Add((other, how));
            }
        }

        if (others.Count == 0)
        {
            return null;
        }

        others = [.. others.Take(most - 1)];
        var here = others.SelectMany(one => one.How.Here).Distinct(StringComparer.Ordinal).ToList();
        IReadOnlyList<FoundSide> sides = [Side(unit, here), .. others.Select(one => Side(one.Unit, one.How.There))];
        var said = others.Find(one => one.How.Reason.Length > 0).How;
        return new FoundConflict(said?.Reason ?? string.Join(" against ", sides.Select(side => string.Join(", ", side.Values.Select(value => $"“{value}”")))) + ".", sides);
    }

    private Disagreement? Amended(PassageUnit unit, PassageUnit other) =>
        Source(other).Amends.Contains(Source(unit).Document) ? AmendedTerm.Between(unit, other)
        : Source(unit).Amends.Contains(Source(other).Document) && AmendedTerm.Between(other, unit) is { } how ? new Disagreement(how.There, how.Here, how.Reason)
        : null;

    private PassageSource Source(PassageUnit unit) => _sources[unit.Passage.Number - 1];

    private static FoundSide Side(PassageUnit unit, IReadOnlyList<string> values) => new(unit.Span, values, AmendingWords.Say(unit.Passage, unit.Text), DayOf(unit.Passage.Title));

    // "03/04/2024" is two days: which one is not guessed.
    private static DateOnly? DayOf(string title) => new AnalysedText(title).Facts
        .Where(fact => fact is { Kind: FactKind.Date, Dates.Length: 1 }).Select(fact => fact.Dates[0])
        .Where(date => date is { Year: > 0, Month: > 0, Day: > 0 } && date.Day <= DateTime.DaysInMonth(date.Year, date.Month))
        .Select(date => (DateOnly?)new DateOnly(date.Year, date.Month, date.Day)).FirstOrDefault();

    private static bool Covers(PassageSpan span, PassageSpan unit) =>
        span.Passage == unit.Passage && span.Start < unit.Start + unit.Length && unit.Start < span.Start + span.Length;
}

/// <summary>Where a passage stands.</summary>
/// <param name="Document">Its document.</param>
/// <param name="Amends">The documents that this one amends.</param>
internal sealed record PassageSource(Guid Document, IReadOnlyList<Guid> Amends)
{
    public static PassageSource Of(PassageHit hit) => new(hit.DocumentId, hit.Amends);
}

/// <summary>A conflict before its documents were looked up.</summary>
internal sealed record FoundConflict(string Reason, IReadOnlyList<FoundSide> Sides);

/// <summary>One side of it: the day is that of the title.</summary>
internal sealed record FoundSide(PassageSpan Span, IReadOnlyList<string> Values, bool IsAmending, DateOnly? Day);
