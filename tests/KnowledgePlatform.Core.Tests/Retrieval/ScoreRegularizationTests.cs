using CsCheck;
using KnowledgePlatform.Core.Retrieval;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval;

public sealed class ScoreRegularizationTests
{
    private static readonly float[] East = [1, 0];
    private static readonly float[] NearEast = [0.995f, 0.0998f];
    private static readonly float[] North = [0, 1];

    [Fact]
    public void Passage_whose_neighbour_scores_well_rises_and_one_without_such_a_neighbour_falls()
    {
        var mixed = ScoreRegularization.Mix([1, 0.4, 0.4], [East, NearEast, North], weight: 0.3, neighbours: 1);

        Assert.True(mixed[1] > 0.5);
        Assert.True(mixed[1] > mixed[2]);
    }

    [Fact]
    public void Passage_without_a_vector_of_this_model_keeps_its_score_and_lends_none()
    {
        var mixed = ScoreRegularization.Mix([1, 0.4], [null, East], weight: 0.5, neighbours: 5);

        Assert.Equal([1, 0.4], mixed);
    }

    [Fact]
    public void Mixed_scores_lie_between_the_lowest_and_the_highest_and_no_weight_leaves_them()
    {
        var vector = Gen.Double[0, Math.Tau].Select(angle => new[] { (float)Math.Cos(angle), (float)Math.Sin(angle) });
        Gen.Select(Gen.Double[0, 1], vector).Array[1, 20].Sample(passages =>
        {
            var scores = passages.Select(passage => passage.Item1).ToArray();
            var vectors = passages.Select(passage => (float[]?)passage.Item2).ToArray();

            Assert.Equal(scores, ScoreRegularization.Mix(scores, vectors, 0, 5));
            Assert.All(ScoreRegularization.Mix(scores, vectors, 0.3, 5), score => Assert.InRange(score, scores.Min() - 1e-9, scores.Max() + 1e-9));
        });
    }
}
