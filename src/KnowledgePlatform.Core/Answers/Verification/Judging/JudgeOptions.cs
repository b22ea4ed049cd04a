using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Answers.Verification.Judging;

/// <summary>The chat model, asked once more whether the passage says what a sentence says. Section "Answers:Verification:Judge".</summary>
public sealed class JudgeOptions
{
    /// <summary>Whether it is asked. Default false: it costs a request for each sentence, and a small model is no judge.</summary>
    public bool Enabled { get; set; }

    /// <summary>
    /// Whether it may also raise a paraphrase that shares too few words with its passage. Default false: a model that invents would approve what it invented. Exact findings
    /// stand in any case.
    /// </summary>
    public bool MayRaise { get; set; }

    /// <summary>Milliseconds that a sentence waits for it; then its verdict stands without, and the rest of the answer is not judged. Default 10,000.</summary>
    [Range(100, 600_000)]
    public int BudgetMilliseconds { get; set; } = 10_000;

    /// <summary>Tokens of its answer, which is two words. Default 8.</summary>
    [Range(1, 4096)]
    public int MaxTokens { get; set; } = 8;

    /// <summary>A prompt template of the operator's own; unset: the product's. Must contain {{$passages}} and {{$sentence}}.</summary>
    public string? PromptFile { get; set; }
}
