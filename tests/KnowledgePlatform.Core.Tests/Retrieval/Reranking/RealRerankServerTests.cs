using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.Core.Tests.Chat;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval.Reranking;

/// <summary>
/// The protocol against a real llama-server. The model is no reranker (SmolLM2; none as small can be shipped): its scores mean nothing, that they come back for each passage does.
/// </summary>
public sealed class RealRerankServerTests
{
    [Fact]
    public async Task Real_llama_server_scores_each_passage_and_one_that_was_not_started_for_it_keeps_the_order()
    {
        await using var server = new LlamaServer { Extra = ["--rerank"] };
        await server.InitializeAsync();
        var hits = Enumerable.Range(1, 3).Select(i => MadeHits.Of(i, new string('a', i) + " lease of a house", 1.0 / i)).ToList();
        using var reranker = Reranker(server, LlamaServer.Key);
        var ordered = await reranker.OrderAsync("What is a lease?", hits, TestContext.Current.CancellationToken);

        Assert.Equal(0, reranker.Failures);
        Assert.All(ordered, hit => Assert.NotNull(hit.Relevance));
        Assert.Equal(ordered.Select(hit => hit.Relevance), ordered.Select(hit => hit.Relevance).OrderDescending());
        using var without = Reranker(server, "wrong");
        Assert.Equal([1L, 2, 3], (await without.OrderAsync("What is a lease?", hits, TestContext.Current.CancellationToken)).Select(hit => hit.ChunkId));
        Assert.Equal(1, without.Failures);
    }

    private static PassageReranker Reranker(LlamaServer server, string key) => new(
        Options.Create(new RerankerOptions { Url = server.Url, ApiKey = key, Weight = 1, BudgetMilliseconds = 60_000 }), TimeProvider.System, NullLogger<PassageReranker>.Instance);
}
