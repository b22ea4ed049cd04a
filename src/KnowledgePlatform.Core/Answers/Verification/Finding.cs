namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Something a check found: how bad, what, and the sentence for the reader.</summary>
internal sealed record Finding(Verdict Verdict, CheckIssue Issue, string Reason)
{
    /// <summary>Another stretch of a passage that the finding rests on.</summary>
    public PassageSpan? Span { get; init; }
}
