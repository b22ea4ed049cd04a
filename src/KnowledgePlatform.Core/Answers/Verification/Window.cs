namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>One unit of a passage, or two that follow each other, held against a sentence.</summary>
internal sealed class Window(IReadOnlyList<PassageUnit> units)
{
    public IReadOnlyList<PassageUnit> Units { get; } = units;

    public int Passage => Units[0].Passage.Number;

    public bool Has(string stem) => Units.Any(unit => unit.Analysed.Has(stem));

    /// <summary>One span from the first unit's start to the last one's end.</summary>
    public PassageSpan Span => new(Passage, Units[0].Span.Start, Units[^1].Span.Start + Units[^1].Span.Length - Units[0].Span.Start);

    public IEnumerable<(PassageUnit Unit, Fact Fact)> Facts => Units.SelectMany(unit => unit.Analysed.Facts.Select(fact => (unit, fact)));
}
