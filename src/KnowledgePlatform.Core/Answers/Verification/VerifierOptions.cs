using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.Core.Answers.Verification.Judging;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>How strict the check of a sentence is. The defaults were set on the tables of true and changed sentences in the tests.</summary>
public sealed class VerifierOptions
{
    /// <summary>Share of the content words, weighted, that must stand in the passage for "supported"; default 0.75.</summary>
    [Range(0.0, 1.0)]
    public double SupportedCoverage { get; set; } = 0.75;

    /// <summary>The same for "partly supported"; default 0.5. Below it the sentence is unsupported.</summary>
    [Range(0.0, 1.0)]
    public double PartlyCoverage { get; set; } = 0.5;

    /// <summary>Cosine of sentence and passage sentence from which "partly" becomes "supported", when nothing else is wanting; default 0.93 (e5 scale).</summary>
    [Range(0.0, 1.0)]
    public double SameMeaning { get; set; } = 0.93;

    /// <summary>A model for natural language inference of the operator's.</summary>
    [ValidateObjectMembers]
    public InferenceOptions Inference { get; set; } = new();

    /// <summary>The chat model as a judge of what it wrote.</summary>
    [ValidateObjectMembers]
    public JudgeOptions Judge { get; set; } = new();
}
