using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Answers.Conflicts;
using KnowledgePlatform.Core.Answers.Verification;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Answers;

/// <summary>How answers are made. Section "Answers".</summary>
public sealed class AnswerOptions
{
    /// <summary>Passages that are searched for a question. Default 20.</summary>
    [Range(1, 200)]
    public int Passages { get; set; } = 20;

    /// <summary>Passages that the model reads at most; fewer when its context is smaller. Default 6.</summary>
    [Range(1, 50)]
    public int PassagesForModel { get; set; } = 6;

    /// <summary>Passages whose sentences may be quoted. Default 5.</summary>
    [Range(1, 50)]
    public int PassagesForQuotations { get; set; } = 5;

    /// <summary>Passages that follow each other in a document and were all found are read as one by the model, so many at most; 1 joins none. Default 3.</summary>
    [Range(1, 20)]
    public int JoinedPassages { get; set; } = 3;

    /// <summary>Sentences of an answer that is quoted. Default 3.</summary>
    [Range(1, 20)]
    public int Quotations { get; set; } = 3;

    /// <summary>Passages of amendments that are read beside what they amend, so many at most; 0: none are looked for. Default 3.</summary>
    [Range(0, 20)]
    public int Amendments { get; set; } = 3;

    /// <summary>The nearest passages that are shown when nothing answers. Default 3.</summary>
    [Range(0, 20)]
    public int Nearest { get; set; } = 3;

    /// <summary>
    /// Share of the model's sentences that must be supported; with less the answer is quoted. Default 0.5: an answer more than half of which was struck out
    /// is not one that a reader should trust the rest of.
    /// </summary>
    [Range(0.0, 1.0)]
    public double LeastSupported { get; set; } = 0.5;

    /// <summary>Follow-up questions are completed from this many questions before them. Default 1.</summary>
    [Range(0, 10)]
    public int QuestionsBefore { get; set; } = 1;

    /// <summary>A prompt template of the operator's own; unset: the product's. Must contain {{$passages}} and {{$question}}.</summary>
    public string? PromptFile { get; set; }

    /// <summary>Thresholds of the check, and the models that it may ask.</summary>
    [ValidateObjectMembers]
    public VerifierOptions Verification { get; set; } = new();

    /// <summary>What is shown when passages disagree.</summary>
    [ValidateObjectMembers]
    public ConflictOptions Conflicts { get; set; } = new();

    /// <summary>When the search found nothing that answers.</summary>
    public WeakRetrievalOptions Weak { get; set; } = new();
}
