using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Answers.Verification.Inference;

/// <summary>
/// A model of the operator's for natural language inference, which reads a stretch of a passage and a sentence and says whether the one entails the other; none ships.
/// Section "Answers:Verification:Inference".
/// </summary>
public sealed class InferenceOptions
{
    /// <summary>
    /// Folder with a cross-encoder of three classes: <c>model.onnx</c>, its tokenizer (<c>sentencepiece.bpe.model</c> or <c>vocab.txt</c>) and <c>config.json</c>, whose
    /// <c>id2label</c> names the classes. Empty (the default): none.
    /// </summary>
    public string Folder { get; set; } = "";

    /// <summary>The classes in the order of the model's numbers, as <c>contradiction, neutral, entailment</c>; only read where <c>config.json</c> does not name them. Default empty.</summary>
    public string Labels { get; set; } = "";

    /// <summary>Tokens of stretch and sentence together; a longer pair is left to the other checks. Default 512, what such models were trained for.</summary>
    [Range(16, 8192)]
    public int MaxTokens { get; set; } = 512;

    /// <summary>Pairs that are computed at the same time, one processor each; 0 (default) takes every processor.</summary>
    [Range(0, 1024)]
    public int Threads { get; set; }

    /// <summary>Milliseconds that a sentence waits for it; then its verdict stands without, and the rest of the answer is not shown to it. Default 1,500.</summary>
    [Range(10, 60_000)]
    public int BudgetMilliseconds { get; set; } = 1_500;

    /// <summary>Probability of entailment from which a paraphrase that shares too few words is supported. Default 0.9; not measured, since none ships. Above 1: never.</summary>
    [Range(0.5, 2.0)]
    public double Entailment { get; set; } = 0.9;

    /// <summary>Probability of contradiction from which a supported paraphrase is not. Default 0.9; not measured. Above 1: never.</summary>
    [Range(0.5, 2.0)]
    public double Contradiction { get; set; } = 0.9;
}
