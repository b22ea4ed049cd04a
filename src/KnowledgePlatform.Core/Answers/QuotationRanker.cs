using System.Numerics.Tensors;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Embeddings;

namespace KnowledgePlatform.Core.Answers;

/// <summary>A sentence of a passage as a candidate for quoting.</summary>
/// <param name="Span">Where it stands.</param>
/// <param name="Text">Its words.</param>
/// <param name="Similarity">Cosine of question and sentence, -1 to 1.</param>
/// <param name="Overlap">Weighted share of the question's content words in the sentence, 0 to 1.</param>
/// <param name="Score">Fused score; only its order means something.</param>
internal sealed record RankedSentence(PassageSpan Span, string Text, double Similarity, double Overlap, double Score);

/// <summary>
/// Ranks the sentences of the best passages by reciprocal rank fusion of two orders: embedding similarity to the question, and overlap in words weighted by
/// rarity. Each order alone misses what the other finds: a paraphrase, or a number and a name.
/// </summary>
internal sealed class QuotationRanker(Embedder embedder)
{
    // Cormack, Clarke and Büttcher, SIGIR 2009.
    private const double FusionConstant = 60;

    /// <summary>All sentences of <paramref name="passages"/>, best first.</summary>
    public async Task<IReadOnlyList<RankedSentence>> RankAsync(string question, IReadOnlyList<Passage> passages, CancellationToken cancellationToken)
    {
        var units = passages.SelectMany(PassageUnit.Of).Where(unit => unit.Analysed.Tokens.Any(token => token.IsContent)).ToList();
        if (units.Count == 0)
        {
            return [];
        }

        var asked = await embedder.EmbedQueryAsync(question, cancellationToken).ConfigureAwait(false);
        var vectors = await embedder.EmbedPassagesAsync([.. units.Select(unit => unit.Text)], cancellationToken).ConfigureAwait(false);
        var weights = new WordWeights(question, [.. units.Select(unit => unit.Analysed)]);
        var similarity = vectors.Select(vector => (double)TensorPrimitives.Dot(asked.Span, vector.Span)).ToArray();
        var overlap = units.Select(unit => weights.Share(unit.Analysed)).ToArray();
        var byMeaning = RanksOf(similarity);
        var byWords = RanksOf(overlap);
        return [.. units
            .Select((unit, i) => new RankedSentence(
                unit.Span, unit.Text, similarity[i], overlap[i], (1 / (FusionConstant + byMeaning[i])) + (1 / (FusionConstant + byWords[i]))))
            .OrderByDescending(sentence => sentence.Score).ThenByDescending(sentence => sentence.Similarity)];
    }

    // Equal values share the better rank: without a word in common all sentences are equal, and only the meaning decides.
    private static double[] RanksOf(double[] values)
    {
        var ranks = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            ranks[i] = 1 + values.Count(other => other > values[i]);
        }

        return ranks;
    }
}
