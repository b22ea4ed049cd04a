using LLama.Sampling;
using Microsoft.Extensions.AI;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>How the next token is chosen.</summary>
internal static class Sampling
{
    // llama.cpp's own defaults.
    private const float TopP = 0.95f;
    private const int TopK = 40;
    private const float MinP = 0.05f;

    /// <summary>Always the likeliest at temperature 0 without penalties; otherwise by the options. Dispose it.</summary>
    public static BaseSamplingPipeline For(ChatOptions options)
    {
        var temperature = options.Temperature ?? 0;
        var grammar = OutputGrammar.Of(options) is { } rules ? new Grammar(rules, "root") : null;
        if (temperature <= 0 && options.FrequencyPenalty is null or 0 && options.PresencePenalty is null or 0)
        {
            return new GreedySampling(grammar);
        }

        return new DefaultSamplingPipeline
        {
            // With penalties the likeliest of what they leave.
            Temperature = temperature > 0 ? temperature : 1,
            TopP = options.TopP ?? TopP,
            TopK = temperature > 0 ? options.TopK ?? TopK : 1,
            MinP = MinP,
            FrequencyPenalty = Math.Clamp(options.FrequencyPenalty ?? 0, -2, 2),
            PresencePenalty = Math.Clamp(options.PresencePenalty ?? 0, -2, 2),
            Seed = unchecked((uint)(options.Seed ?? 0)),
            Grammar = grammar,
            GrammarOptimization = DefaultSamplingPipeline.GrammarOptimizationMode.Basic,
        };
    }
}
