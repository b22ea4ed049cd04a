using KnowledgePlatform.Core.Retrieval.QuestionSets;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval.QuestionSets;

public sealed class RunComparisonTests
{
    [Fact]
    public void Questions_that_both_runs_asked_are_compared_and_sorted_by_how_far_they_changed()
    {
        var before = new[] { Result(1, 1, 1), Result(2, 2, 0.63), Result(3, null, 0), Result(4, 1, 1) };
        var after = new[] { Result(1, 2, 0.63), Result(2, 1, 1), Result(3, 4, 0.43), Result(5, 1, 1) };
        var compared = RunComparison.Of(before, after);
        Assert.Equal(3, compared.Questions);
        Assert.Equal([Id(2), Id(3)], compared.Better.Select(question => question.QuestionId));
        Assert.Equal([Id(1)], compared.Worse.Select(question => question.QuestionId));
        Assert.Equal((0.43) / 3, compared.Difference, 9);
        Assert.Equal(2 / 3.0, compared.Before.Hit5, 9);
        Assert.Equal(1, compared.After.Hit5, 9);
    }

    [Fact]
    public void Worse_is_what_is_worse_by_more_than_chance()
    {
        var before = Enumerable.Range(1, 12).Select(i => Result(i, 1, 1)).ToArray();
        Assert.True(RunComparison.Of(before, [.. before.Select(result => result with { Ndcg10 = 0.63, DocumentRank = 2 })]).IsWorse(0.05));
        Assert.True(RunComparison.Of([.. before.Select(result => result with { Ndcg10 = 0.63, DocumentRank = 2 })], before).IsBetter(0.05));
        var one = RunComparison.Of(before, [before[0] with { Ndcg10 = 0, DocumentRank = null }, .. before[1..]]);
        Assert.False(one.IsWorse(0.05));
        Assert.Single(one.Worse);
        Assert.False(RunComparison.Of(before, before).IsWorse(0.05));
        Assert.Equal(1, RunComparison.Of(before, before).P, 9);
    }

    [Fact]
    public void Right_passage_that_falls_behind_is_worse_though_its_document_stays_first()
    {
        var before = Enumerable.Range(1, 12).Select(i => Result(i, 1, 1) with { OfPassage = true, PassageRank = 1 }).ToArray();
        var compared = RunComparison.Of(before, [.. before.Select(result => result with { PassageRank = 3 })]);
        Assert.Equal((0, 1), (compared.Difference, Math.Round(compared.P, 6)));
        Assert.True(compared.IsWorse(0.05));
        Assert.Equal(12, compared.Worse.Count);
    }

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static QuestionResult Result(int number, int? rank, double ndcg) => new(Id(number), rank, null, false, ndcg, 1, []);
}
