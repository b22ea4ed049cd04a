namespace KnowledgePlatform.Core.Answers.Verification.Judging;

/// <summary>What the judge says of a sentence.</summary>
internal enum JudgeOpinion
{
    /// <summary>The passages say it.</summary>
    Supported,

    /// <summary>They say otherwise.</summary>
    Contradicted,

    /// <summary>They do neither.</summary>
    NotSaid,
}

/// <summary>Reads the short form, strictly: whoever adds a word to it may have meant another one.</summary>
internal static class JudgeReply
{
    /// <summary>Null when the answer is none of the three.</summary>
    public static JudgeOpinion? Read(string? answer) => answer?.Trim().TrimEnd('.').ToUpperInvariant() switch
    {
        "SUPPORTED" => JudgeOpinion.Supported,
        "CONTRADICTED" => JudgeOpinion.Contradicted,
        "NOT SAID" => JudgeOpinion.NotSaid,
        _ => null,
    };
}
