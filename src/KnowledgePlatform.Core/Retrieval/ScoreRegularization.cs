using System.Numerics.Tensors;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>
/// Lets passages about the same thing vouch for each other: each score is mixed with those of the passages most similar to it among the candidates (score
/// regularisation; Diaz, "Regularizing Ad Hoc Retrieval Scores", CIKM 2005, after the cluster hypothesis).
/// </summary>
internal static class ScoreRegularization
{
    // Similarities of embeddings lie close together; a power of them tells near from far.
    private const int Sharpness = 8;

    /// <summary>The scores, mixed.</summary>
    /// <param name="scores">One a passage, 0 or more.</param>
    /// <param name="vectors">The passages' embeddings, of length 1; null for a passage whose embedding says nothing here, which keeps its score.</param>
    /// <param name="weight">What the neighbours count for, 0 to 1.</param>
    /// <param name="neighbours">How many of the most similar passages are taken, at least 1.</param>
    /// <returns>In the order given.</returns>
    public static double[] Mix(IReadOnlyList<double> scores, IReadOnlyList<float[]?> vectors, double weight, int neighbours)
    {
        var mixed = scores.ToArray();
        var near = new (double Similarity, double Score)[scores.Count];
        for (var i = 0; i < scores.Count; i++)
        {
            if (vectors[i] is not { } own)
            {
                continue;
            }

            var count = 0;
            for (var j = 0; j < scores.Count; j++)
            {
                if (j != i && vectors[j] is { } other)
                {
                    near[count++] = (Math.Max(0, TensorPrimitives.Dot<float>(own, other)), scores[j]);
                }
            }

            Array.Sort(near, 0, count, Comparer<(double Similarity, double Score)>.Create((a, b) => b.Similarity.CompareTo(a.Similarity)));
            var (sum, weights) = (0.0, 0.0);
            foreach (var (similarity, score) in near.AsSpan(0, Math.Min(neighbours, count)))
            {
                var share = Math.Pow(similarity, Sharpness);
                (sum, weights) = (sum + (share * score), weights + share);
            }

            mixed[i] = weights > 0 ? ((1 - weight) * scores[i]) + (weight * sum / weights) : scores[i];
        }

        return mixed;
    }
}
