using CsCheck;
using KnowledgePlatform.Core.Embeddings;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Embeddings;

public sealed class EmbeddingBatchTests
{
    [Fact]
    public void Plan_any_lengths_takes_each_text_once_and_keeps_the_budget() =>
        Gen.Select(Gen.Int[1, 512].Array[0, 60], Gen.Int[1, 4096]).Sample((lengths, budget) =>
        {
            var batches = EmbeddingBatch.Plan(lengths, budget);
            Assert.Equal(Enumerable.Range(0, lengths.Length), batches.SelectMany(b => b.Indexes).Order());
            Assert.All(batches, b => Assert.Equal(b.Longest, b.Indexes.Max(i => lengths[i])));
            Assert.All(batches, b => Assert.True(b.Indexes.Count == 1 || b.Indexes.Count * b.Longest <= budget));
        });

    [Fact]
    public void Plan_mixed_lengths_puts_near_lengths_together()
    {
        var batches = EmbeddingBatch.Plan([10, 100, 12, 98, 11, 99], 300);
        Assert.Equal([[1, 5, 3], [2, 4, 0]], batches.Select(b => b.Indexes));
    }

    [Fact]
    public void Plan_budget_of_one_runs_each_text_alone() =>
        Assert.All(EmbeddingBatch.Plan([5, 5, 5], 1), b => Assert.Single(b.Indexes));
}
