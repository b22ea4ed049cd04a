using CsCheck;
using KnowledgePlatform.Cli.Evaluation;
using KnowledgePlatform.Core.Retrieval.Measures;
using KnowledgePlatform.ParserProtocol;
using Xunit;

namespace KnowledgePlatform.Cli.Tests.Evaluation;

/// <summary>What is computed from ranks and scores, against values worked out by hand.</summary>
public sealed class FiguresTests
{
    [Fact]
    public void Scores_that_part_two_kinds_have_area_1_and_turned_about_0()
    {
        Assert.Equal(1, SeparationCurve.Area([3, 4], [1, 2]));
        Assert.Equal(0, SeparationCurve.Area([1, 2], [3, 4]));
    }

    [Fact]
    public void Equal_scores_count_half()
    {
        Assert.Equal(0.5, SeparationCurve.Area([1, 1, 1], [1, 1]));
        // Of the four pairs two are right, one is a tie, one is wrong.
        Assert.Equal(2.5 / 4, SeparationCurve.Area([2, 4], [2, 3]));
    }

    [Fact]
    public void Area_is_the_share_of_pairs_in_the_right_order()
    {
        var scores = Gen.Int[0, 9].Select(score => (double)score).Array[1, 30];
        Gen.Select(scores, scores).Sample((above, below) =>
        {
            var pairs = above.SelectMany(a => below.Select(b => a > b ? 1.0 : a.Equals(b) ? 0.5 : 0)).Average();

            Assert.Equal(pairs, SeparationCurve.Area(above, below), 9);
        });
    }

    [Fact]
    public void Gain_is_discounted_by_the_logarithm_of_the_rank()
    {
        var judged = new Dictionary<string, int> { ["a"] = 1, ["b"] = 1 };

        Assert.Equal(1, RankingMetrics.Ndcg(["a", "b", "c"], judged, 10), 9);
        Assert.Equal((1 + (1 / Math.Log2(4))) / (1 + (1 / Math.Log2(3))), RankingMetrics.Ndcg(["a", "c", "b"], judged, 10), 9);
        Assert.Equal(0.5, RankingMetrics.Recall(["a", "c"], judged, 10), 9);
    }

    [Fact]
    public void Twenty_questions_that_all_got_better_are_no_chance_and_as_many_that_went_both_ways_are()
    {
        Assert.InRange(PairedTest.P([.. Enumerable.Repeat(0.1, 20)]), 0, 0.001);
        Assert.InRange(PairedTest.P([.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? 0.1 : -0.1)]), 0.9, 1);
    }

    [Fact]
    public void Word_that_a_page_shows_once_is_shared_once_however_often_it_was_read()
    {
        var positions = new WordPositions();
        var page = new ParsedPage(
            1, 600, 800, "rent rent rent due", [], [Word(0, new Box(10, 10, 30, 20)), Word(5, new Box(10, 11, 30, 21)), Word(10, new Box(300, 10, 320, 20)), new Word(15, 3, new Box(40, 10, 60, 20))]);
        positions.Add("a.pdf", [page], """<page width="600" height="800"><word xMin="10" yMin="11" xMax="30" yMax="21">rent</word><word xMin="140" yMin="10" xMax="160" yMax="20">due</word></page>""");

        Assert.Equal((2, 2), (positions.Shared, positions.Unshared));
        Assert.Equal(0.5, positions.Share());
        Assert.Equal([("a.pdf", 2, 0.5)], positions.Below(0.9));

        static Word Word(int start, Box box) => new(start, 4, box);
    }
}
