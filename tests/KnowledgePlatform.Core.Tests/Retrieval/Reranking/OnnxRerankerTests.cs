using KnowledgePlatform.Core.CrossEncoding;
using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval.Reranking;

/// <summary>A folder with a model by ONNX Runtime itself; the model is made by hand (<see cref="OverlapModel"/>).</summary>
public sealed class OnnxRerankerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Model_sees_which_tokens_are_of_the_question_and_which_of_the_passage(bool twoNumbers, int times)
    {
        using var reranker = new OnnxReranker(new RerankerOptions { Folder = OverlapModel.Write(twoNumbers, "rent", "roof", "due", "the") });

        // The closing mark stands in both: one is common always.
        Assert.Equal([times * 1.0, times * 3.0, times * 2.0], await reranker.ScoreAsync("Rent due", ["the roof", "rent is due", "The rent"], Token));
    }

    [Fact]
    public async Task Passage_is_cut_before_the_question_and_both_keep_their_marks()
    {
        using var reranker = new OnnxReranker(new RerankerOptions { Folder = OverlapModel.Write(false, "rent", "roof"), MaxTokens = 16 });
        var passage = string.Join(' ', Enumerable.Repeat("roof", 40)) + " rent";

        // 16 places: three marks, one word of the question, twelve of the passage; the closing mark is common.
        Assert.Equal([13.0, 1.0], await reranker.ScoreAsync("roof", [passage, string.Join(' ', Enumerable.Repeat("rent", 40))], Token));
        Assert.Equal([1.0], await reranker.ScoreAsync(string.Join(' ', Enumerable.Repeat("roof", 4000)), ["rent"], Token));
    }

    [Fact]
    public async Task Search_is_ordered_by_the_folder_and_keeps_its_order_when_that_holds_no_model()
    {
        var folder = OverlapModel.Write(false, "rent", "roof", "due");
        var hits = new[] { MadeHits.Of(1, "the roof", 1), MadeHits.Of(2, "rent due", 0.5), MadeHits.Of(3, "rent", 0.2) };
        using (var reranker = Reranker(folder))
        {
            Assert.Equal([2L, 3, 1], (await reranker.OrderAsync("rent due", hits, Token)).Select(hit => hit.ChunkId));
            Assert.Equal(0, reranker.Failures);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "model.onnx"), "no model", Token);
        using var broken = Reranker(folder);
        Assert.Equal([1L, 2, 3], (await broken.OrderAsync("rent due", hits, Token)).Select(hit => hit.ChunkId));
        using var empty = Reranker(Directory.CreateTempSubdirectory("kp-empty-").FullName);
        Assert.Equal([1L, 2, 3], (await empty.OrderAsync("rent due", hits, Token)).Select(hit => hit.ChunkId));
        Assert.Equal((1, 1), (broken.Failures, empty.Failures));
    }

    [Fact]
    public void Pair_has_the_marks_of_xlm_roberta_around_the_tokens_of_the_real_tokenizer()
    {
        var tokenizer = PairTokenizer.Load(Path.Combine(Repository.Root, "deploy", "models", "multilingual-e5-small"));
        var (tokens, before) = tokenizer.Encode("rent", "roof", 512);
        var (long1, _) = tokenizer.Encode("rent", string.Join(' ', Enumerable.Repeat("roof", 900)), 512);

        Assert.Equal((0, 2, 2, 2), (tokens[0], tokens[before - 2], tokens[before - 1], tokens[^1]));
        Assert.True(tokens.Length > before + 1 && !tokens[1..(before - 2)].Any(id => id is 0 or 1 or 2));
        Assert.Equal((512, 2), (long1.Length, long1[^1]));
    }

    private static PassageReranker Reranker(string folder) => new(
        Options.Create(new RerankerOptions { Folder = folder, Weight = 1, BudgetMilliseconds = 60_000 }), TimeProvider.System, NullLogger<PassageReranker>.Instance);
}
