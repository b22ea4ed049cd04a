using System.Globalization;

namespace KnowledgePlatform.Core.Answers.Verification.Inference;

/// <summary>What the model's probabilities do to a verdict.</summary>
internal static class InferenceRule
{
    /// <summary>A paraphrase that shares too few words is supported by the premise that entails it most, when that is enough.</summary>
    public static SentenceCheck Raise(SentenceCheck check, IReadOnlyList<Premise> premises, IReadOnlyList<InferenceScores?> scores, InferenceOptions options)
    {
        var (premise, entailment) = premises.Zip(scores, (premise, one) => (premise, Entailment: one?.Entailment ?? 0)).MaxBy(pair => pair.Entailment);
        return entailment < options.Entailment ? check : check with
        {
            Verdict = Verdict.Supported,
            Issue = CheckIssue.None,
            Reason = string.Create(CultureInfo.InvariantCulture, $"The words differ, but the passage entails it by the model for inference ({entailment:0.00})."),
            Spans = [premise.Span],
        };
    }

    /// <summary>A supported paraphrase that the model finds contradicted is not supported. Where it rests on several stretches these were read as one, which says less.</summary>
    public static SentenceCheck Lower(SentenceCheck check, Premise premise, InferenceScores? scores, InferenceOptions options) =>
        scores is not { } read || read.Contradiction < options.Contradiction ? check : check with
        {
            Verdict = premise.Stretches == 1 ? Verdict.Contradicted : Verdict.PartlySupported,
            Issue = CheckIssue.Inference,
            Reason = string.Create(CultureInfo.InvariantCulture, $"The words stand there, but the passage contradicts it by the model for inference ({read.Contradiction:0.00})."),
        };
}
