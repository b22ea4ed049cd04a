namespace KnowledgePlatform.Core.Answers.Verification.Inference;

/// <summary>What a model for natural language inference makes of a pair; the three add up to 1.</summary>
internal readonly record struct InferenceScores(double Entailment, double Neutral, double Contradiction)
{
    /// <summary>By softmax of a model's three numbers.</summary>
    public static InferenceScores Of(IReadOnlyList<float> numbers, InferenceLabels labels)
    {
        var most = numbers.Max();
        double[] weights = [.. numbers.Select(number => Math.Exp(number - most))];
        var sum = weights.Sum();
        return new(weights[labels.Entailment] / sum, weights[labels.Neutral] / sum, weights[labels.Contradiction] / sum);
    }
}

/// <summary>The model for inference cannot be used; the message is for the operator and quotes no text that was read.</summary>
internal sealed class InferenceException(string message, Exception? inner = null) : InvalidOperationException(message, inner);
