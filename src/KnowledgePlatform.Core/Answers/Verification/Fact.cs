namespace KnowledgePlatform.Core.Answers.Verification;

internal enum FactKind
{
    /// <summary>A number, with its unit when it has one.</summary>
    Quantity,

    /// <summary>A date or a part of one.</summary>
    Date,

    /// <summary>A time of day.</summary>
    Time,

    /// <summary>How often: daily, a month.</summary>
    Rate,

    /// <summary>A day of the week.</summary>
    Weekday,

    /// <summary>The number of a clause, section or schedule.</summary>
    Label,

    /// <summary>Letters and digits in one.</summary>
    Code,

    /// <summary>A capitalised word.</summary>
    Name,
}

/// <summary>Which side a number is bounded on: "at least", "at most".</summary>
internal enum Bound
{
    None,
    Least,
    Most,
}

/// <summary>A date as far as it is written.</summary>
internal readonly record struct DateParts(int Year, int Month, int Day);

/// <summary>Something in a sentence that must stand in the passage as it is, or the sentence says something else.</summary>
internal sealed record Fact(FactKind Kind, int FirstToken, int LastToken)
{
    /// <summary>What it may mean, one value for one reading: the number; minutes since midnight; the day of the week.</summary>
    public decimal[] Values { get; init; } = [];

    /// <summary>What a date may mean.</summary>
    public DateParts[] Dates { get; init; } = [];

    /// <summary>Canonical unit or rate, or empty.</summary>
    public string Unit { get; init; } = "";

    /// <summary>What the unit measures; two quantities of one dimension can be taken for each other.</summary>
    public string Dimension { get; init; } = "";

    /// <summary>"business" of business days.</summary>
    public string Qualifier { get; init; } = "";

    /// <summary>The side it is bounded on.</summary>
    public Bound Bound { get; init; }

    /// <summary>A numeral's folded characters, a label's or a code's key, a name's stem.</summary>
    public string Literal { get; init; } = "";

    /// <summary>"one" and "first" often mean no number: they support, but need no support.</summary>
    public bool Weak { get; init; }

    /// <summary>A number written in digits that may be a year.</summary>
    public bool IsYear => Kind == FactKind.Quantity && Unit.Length == 0 && Literal.Length == 4 && Values is [>= 1000 and < 3000];
}
