namespace KnowledgePlatform.Core.Answers.Verification;

internal enum MatchKind
{
    /// <summary>Nothing in common.</summary>
    None,

    /// <summary>The same.</summary>
    Same,

    /// <summary>The same number with another unit.</summary>
    OtherUnit,

    /// <summary>The same number and unit, but "business days" against "days".</summary>
    OtherQualifier,

    /// <summary>The same number, bounded on the other side.</summary>
    OtherBound,
}

/// <summary>Compares a fact of a sentence with one of a passage.</summary>
internal static class FactMatch
{
    public static MatchKind Compare(Fact said, Fact written)
    {
        if (said.IsYear && written.Kind == FactKind.Date)
        {
            return written.Dates.Any(d => d.Year == said.Values[0]) ? MatchKind.Same : MatchKind.None;
        }

        if (said.Kind != written.Kind)
        {
            // "4.2" is a number to the reader when no word such as "clause" stands before it.
            return said.Kind == FactKind.Label && written.Literal == said.Literal && written.Literal.Length > 0 ? MatchKind.Same : MatchKind.None;
        }

        return said.Kind switch
        {
            FactKind.Quantity => Quantities(said, written),
            FactKind.Date => said.Dates.Any(a => written.Dates.Any(b => Agree(a, b))) ? MatchKind.Same : MatchKind.None,
            FactKind.Time or FactKind.Weekday => said.Values[0] == written.Values[0] ? MatchKind.Same : MatchKind.None,
            FactKind.Rate => said.Unit == written.Unit ? MatchKind.Same : MatchKind.None,
            FactKind.Name => WordStems.Same(said.Literal, written.Literal) ? MatchKind.Same : MatchKind.None,
            _ => said.Literal == written.Literal ? MatchKind.Same : MatchKind.None,
        };
    }

    /// <summary>Whether a reader could take one for the other: so that finding <paramref name="written"/> in its place means a change.</summary>
    public static bool Compete(Fact said, Fact written) => said.Kind == written.Kind && !written.Weak
        && Compare(said, written) == MatchKind.None && said.Dimension == written.Dimension;

    private static MatchKind Quantities(Fact said, Fact written)
    {
        if (!said.Values.Intersect(written.Values).Any())
        {
            return MatchKind.None;
        }

        if (said.Unit.Length > 0 && written.Unit.Length > 0 && said.Unit != written.Unit)
        {
            return MatchKind.OtherUnit;
        }

        if (said.Unit.Length > 0 && written.Unit.Length > 0 && said.Qualifier != written.Qualifier)
        {
            return MatchKind.OtherQualifier;
        }

        return said.Bound != Bound.None && written.Bound != Bound.None && said.Bound != written.Bound ? MatchKind.OtherBound : MatchKind.Same;
    }

    // A date agrees with another when all that both name is the same and at least the month or the year is.
    private static bool Agree(DateParts a, DateParts b) =>
        Same(a.Year, b.Year) && Same(a.Month, b.Month) && Same(a.Day, b.Day) && (b.Day != 0 || a.Day == 0);

    private static bool Same(int a, int b) => a == 0 || b == 0 || a == b;
}
