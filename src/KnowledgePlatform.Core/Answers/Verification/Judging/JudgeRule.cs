namespace KnowledgePlatform.Core.Answers.Verification.Judging;

/// <summary>What a judge's opinion does to a verdict.</summary>
internal static class JudgeRule
{
    /// <summary>A supported paraphrase is not, when the judge does not find it.</summary>
    public static SentenceCheck Lower(SentenceCheck check, JudgeOpinion? opinion) => opinion switch
    {
        JudgeOpinion.Contradicted => check with
        {
            Verdict = Verdict.Contradicted, Issue = CheckIssue.Judge, Reason = "The words stand there, but the chat model, asked as a judge, finds it contradicted by the passage.",
        },
        JudgeOpinion.NotSaid => check with
        {
            Verdict = Verdict.Unsupported, Issue = CheckIssue.Judge, Reason = "The words stand there, but the chat model, asked as a judge, does not find it said by the passage.",
        },
        _ => check,
    };

    /// <summary>A paraphrase that shares too few words is supported, when the judge finds it said.</summary>
    public static SentenceCheck Raise(SentenceCheck check, Premise premise, JudgeOpinion? opinion) => opinion != JudgeOpinion.Supported ? check : check with
    {
        Verdict = Verdict.Supported, Issue = CheckIssue.None, Reason = "The words differ, but the chat model, asked as a judge, finds it said by the passage.", Spans = [premise.Span],
    };
}
