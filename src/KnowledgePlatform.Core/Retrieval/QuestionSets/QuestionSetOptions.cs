using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>Question sets and their runs. Section "QuestionSets".</summary>
public sealed class QuestionSetOptions
{
    /// <summary>Questions of one set. Default 2,000: some two minutes of searching on two cores.</summary>
    [Range(1, 100_000)]
    public int MaxQuestions { get; set; } = 2_000;

    /// <summary>Right documents or passages of one question. Default 50.</summary>
    [Range(1, 1_000)]
    public int MaxTargets { get; set; } = 50;

    /// <summary>Longest file that is imported, in characters. Default 10 million.</summary>
    [Range(1_000, 1_000_000_000)]
    public int MaxFileLength { get; set; } = 10_000_000;

    /// <summary>Passages looked at for each question: what stands behind them counts as not found. Default 100.</summary>
    [Range(10, 1_000)]
    public int Depth { get; set; } = 100;

    /// <summary>Questions of a run that are asked at the same time. Default 1: so the times of runs can be compared.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 1;

    /// <summary>Finished runs kept of each set; the oldest go first. Default 50.</summary>
    [Range(2, 10_000)]
    public int RunsKept { get; set; } = 50;

    /// <summary>Runs of all sets that wait or go on at the same time; more are refused. Default 10.</summary>
    [Range(1, 1_000)]
    public int MaxOpenRuns { get; set; } = 10;

    /// <summary>Seconds after which another worker takes up the run of one that gave no sign. Default 60.</summary>
    [Range(5, 3_600)]
    public int LeaseSeconds { get; set; } = 60;

    /// <summary>Below this p a difference between two runs counts as more than chance. Default .05.</summary>
    [Range(0.000_1, 0.5)]
    public double SignificantP { get; set; } = 0.05;

    /// <summary>Hours after which a run no longer counts for a gate, since documents come and go meanwhile. Default 24.</summary>
    [Range(1, 8_760)]
    public int GateHours { get; set; } = 24;
}
