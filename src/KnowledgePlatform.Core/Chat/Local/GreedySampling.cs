using System.Numerics.Tensors;
using LLama.Native;
using LLama.Sampling;

namespace KnowledgePlatform.Core.Chat.Local;

/// <summary>
/// Always the likeliest token that the grammar allows. As LLamaSharp's GreedySamplingPipeline, which lays out a candidate for each of the vocabulary's tokens for each token that is written, and holds
/// all of them against the grammar: here only the likeliest one is, and the others when it is not allowed.
/// </summary>
internal sealed class GreedySampling(Grammar? grammar) : BaseSamplingPipeline
{
    public override LLamaToken Sample(SafeLLamaContextHandle ctx, int index)
    {
        var values = ctx.GetLogitsIth(index);
        var likeliest = (LLamaToken)TensorPrimitives.IndexOfMax<float>(values);
        if (grammar is null)
        {
            return likeliest;
        }

        var one = new LLamaTokenDataArray(new[] { new LLamaTokenData(likeliest, 1, 0) }, isSorted: true);
        var chosen = Allowed(ctx, one) ?? Allowed(ctx, LLamaTokenDataArray.Create(values))
            // One that is not allowed would end the process.
            ?? throw new ChatUnavailableException("The grammar leaves the model nothing to write.");
        Accept(chosen);
        return chosen;
    }

    protected override SafeLLamaSamplerChainHandle CreateChain(SafeLLamaContextHandle context)
    {
        var chain = SafeLLamaSamplerChainHandle.Create(LLamaSamplerChainParams.Default());
        chain.AddGrammar(context.ModelHandle, grammar!.Gbnf, grammar.Root);
        return chain;
    }

    // The likeliest of the candidates that the grammar leaves.
    private LLamaToken? Allowed(SafeLLamaContextHandle context, LLamaTokenDataArray candidates)
    {
        using var pinned = LLamaTokenDataArrayNative.Create(candidates, out var native);
        Apply(context, ref native);
        LLamaToken? best = null;
        var most = float.NegativeInfinity;
        foreach (ref readonly var candidate in native.Data)
        {
            if (candidate.Logit > most)
            {
                (best, most) = (candidate.ID, candidate.Logit);
            }
        }

        return best;
    }
}
