namespace KnowledgePlatform.Cli.Benchmarks;

/// <summary>Makes embeddings around real ones: a real embedding of the passage's topic, moved a little, of length 1.</summary>
/// <param name="centres">Embeddings of real texts, one a topic, of length 1.</param>
internal sealed class VectorGenerator(IReadOnlyList<float[]> centres)
{
    // A passage's cosine with its centre is 1 / sqrt(1 + Spread²), .94: as near as passages about one thing lie with multilingual-e5-small.
    private const double Spread = 0.36;

    /// <summary>The embedding of a passage.</summary>
    public Half[] Of(long passage)
    {
        var centre = centres[PassageGenerator.TopicOf(passage)];
        var random = new Random(unchecked((int)(passage * 2654435761L)) & int.MaxValue);
        var scale = Spread / Math.Sqrt(centre.Length);
        var moved = new double[centre.Length];
        var length = 0.0;
        for (var i = 0; i < moved.Length; i++)
        {
            moved[i] = centre[i] + (scale * Gaussian(random));
            length += moved[i] * moved[i];
        }

        length = Math.Sqrt(length);
        return Array.ConvertAll(moved, value => (Half)(value / length));
    }

    // Box and Muller's method.
    private static double Gaussian(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
