namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>How far a sentence rests on the passages it cites.</summary>
public enum Verdict
{
    /// <summary>Everything it says stands there.</summary>
    Supported,

    /// <summary>A part of it stands there and nothing speaks against it.</summary>
    PartlySupported,

    /// <summary>It does not stand there.</summary>
    Unsupported,

    /// <summary>The passage says something else.</summary>
    Contradicted,
}

/// <summary>What was found wanting; a stable key for translations.</summary>
public enum CheckIssue
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The sentence cites nothing and no passage supports it.</summary>
    NoCitation,

    /// <summary>The sentence has no word or number that could be checked.</summary>
    NothingToCheck,

    /// <summary>A quotation is not word for word in the passage.</summary>
    Quotation,

    /// <summary>A number, amount or dose is another or is missing in the passage.</summary>
    Number,

    /// <summary>The number is there with another unit.</summary>
    Unit,

    /// <summary>A date, time or weekday is another or is missing.</summary>
    Date,

    /// <summary>How often something happens is another.</summary>
    Rate,

    /// <summary>A name or a code is another or is missing.</summary>
    Name,

    /// <summary>A clause or section number is another or is missing.</summary>
    Label,

    /// <summary>"At least" against "at most".</summary>
    Bound,

    /// <summary>One negates what the other affirms.</summary>
    Negation,

    /// <summary>"May" against "must".</summary>
    Modality,

    /// <summary>A word stands where the passage has its opposite.</summary>
    Opposite,

    /// <summary>The same words in other places: who does what to whom may differ.</summary>
    Order,

    /// <summary>The passage gives orders to whoever answers; such text is no evidence for anything.</summary>
    Instruction,

    /// <summary>Too few of its words stand in the passage.</summary>
    Words,

    /// <summary>The operator's model for inference finds that the passage contradicts it.</summary>
    Inference,

    /// <summary>The chat model, asked as a judge, does not find it in the passage.</summary>
    Judge,
}

/// <summary>The verdict on one sentence.</summary>
/// <param name="Verdict">How far it is supported.</param>
/// <param name="Issue">What was found wanting.</param>
/// <param name="Reason">The same as a sentence in English, which quotes from the sentence and the passage; empty when nothing is wanting, unless a model raised it.</param>
/// <param name="Citations">Numbers of the passages it rests on: those it cites, or those the check found when it cites none.</param>
/// <param name="Spans">The best matching stretches, what a click highlights; empty when nothing matches.</param>
/// <param name="Coverage">Share of the sentence's content words found there, rare words counting more, 0 to 1.</param>
public sealed record SentenceCheck(
    Verdict Verdict,
    CheckIssue Issue,
    string Reason,
    IReadOnlyList<int> Citations,
    IReadOnlyList<PassageSpan> Spans,
    double Coverage);
