namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Holds every number, date, name and label of a sentence against the passages it cites.</summary>
internal static class FactCheck
{
    /// <param name="aligned">Whether the window speaks of the same thing, so that another number in it means a change.</param>
    public static IEnumerable<Finding> Findings(SaidPart said, Window window, IReadOnlyList<PassageText> cited, bool aligned)
    {
        foreach (var fact in said.Facts)
        {
            if (Check(fact, said, window, cited, aligned) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>How many of the sentence's facts stand in the window as they are.</summary>
    public static int Held(SaidPart said, Window window) =>
        said.Facts.Count(fact => window.Facts.Any(written => FactMatch.Compare(fact, written.Fact) == MatchKind.Same));

    private static Finding? Check(Fact fact, SaidPart said, Window window, IReadOnlyList<PassageText> cited, bool aligned)
    {
        var matches = window.Facts.Select(w => (w.Unit, w.Fact, Kind: FactMatch.Compare(fact, w.Fact))).Where(m => m.Kind != MatchKind.None).ToList();
        if (matches.FirstOrDefault(m => m.Kind == MatchKind.Same) is { Unit: { } unit } same)
        {
            return Binding.Check(fact, same.Fact, said, unit);
        }

        if (fact.Kind == FactKind.Name && window.Has(fact.Literal))
        {
            return null;
        }

        var words = said.Text.TextOf(fact);
        if (matches.Count > 0)
        {
            var (near, written, kind) = matches[0];
            return Changed(kind, words, near.Analysed.TextOf(written));
        }

        // What another part of the sentence claims is not in this one's place.
        var rival = window.Facts.FirstOrDefault(w => FactMatch.Compete(fact, w.Fact)
            && !said.Text.Facts.Any(other => FactMatch.Compare(other, w.Fact) == MatchKind.Same));
        if (rival.Fact is not null && aligned && fact.Kind != FactKind.Name)
        {
            return new Finding(Verdict.Contradicted, Issue(fact), $"The passage says “{rival.Unit.Analysed.TextOf(rival.Fact)}”, not “{words}”.");
        }

        return Elsewhere(fact, words, said, cited, rival.Fact is not null && aligned);
    }

    // Not where the words match: perhaps in another sentence of the passage or in its headings.
    private static Finding? Elsewhere(Fact fact, string words, SaidPart said, IReadOnlyList<PassageText> cited, bool hasRival)
    {
        foreach (var passage in cited)
        {
            if (passage.Heading.Facts.Any(f => FactMatch.Compare(fact, f) == MatchKind.Same) || (fact.Kind == FactKind.Name && passage.Heading.Has(fact.Literal)))
            {
                return null;
            }

            foreach (var unit in passage.Units)
            {
                var stands = unit.Analysed.Facts.Any(f => FactMatch.Compare(fact, f) == MatchKind.Same) || (fact.Kind == FactKind.Name && unit.Analysed.Has(fact.Literal));
                if (stands)
                {
                    return fact.Kind is FactKind.Name or FactKind.Label && !hasRival ? null
                        : new Finding(Verdict.PartlySupported, Issue(fact), $"“{words}” stands in another place of the passage.") { Span = unit.Span };
                }
            }
        }

        var numbers = string.Join(", ", cited.Select(p => p.Passage.Number));
        return new Finding(hasRival && fact.Kind == FactKind.Name ? Verdict.Contradicted : Verdict.Unsupported, Issue(fact), $"“{words}” does not stand in passage {numbers}.");
    }

    private static Finding Changed(MatchKind kind, string said, string written) => kind switch
    {
        MatchKind.OtherUnit => new(Verdict.Contradicted, CheckIssue.Unit, $"The passage says “{written}”, not “{said}”."),
        MatchKind.OtherBound => new(Verdict.Contradicted, CheckIssue.Bound, $"“{said}” is bounded on the other side in the passage."),
        _ => new(Verdict.PartlySupported, CheckIssue.Unit, $"The passage says “{written}”, the sentence “{said}”."),
    };

    private static CheckIssue Issue(Fact fact) => fact.Kind switch
    {
        FactKind.Quantity => CheckIssue.Number,
        FactKind.Rate => CheckIssue.Rate,
        FactKind.Label => CheckIssue.Label,
        FactKind.Name or FactKind.Code => CheckIssue.Name,
        _ => CheckIssue.Date,
    };
}
