using System.Text.Json;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Retrieval.Reranking;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Retrieval.Reranking;

/// <summary>What a search makes of a rerank server's answers, good and bad, over the loopback address.</summary>
public sealed class RerankServerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Passage_that_the_server_finds_better_comes_first_in_the_form_of_llama_server_and_of_vllm()
    {
        await using var peer = new RerankPeer(number => (200, number == 1 ? RerankPeer.Ranked((2, 3.5), (0, -1), (1, -7)) : RerankPeer.RankedByVllm((1, 0.98), (0, 0.4), (2, 0.01))));
        using var reranker = Reranker(new() { Url = peer.Url, Weight = 1, ApiKey = "secret", ServerModel = "bge" });

        Assert.Equal([3, 1, 2], Ids(await reranker.OrderAsync("rent", Hits(3), Token)));
        var second = await reranker.OrderAsync("rent", Hits(3), Token);
        Assert.Equal([2, 1, 3], Ids(second));
        Assert.Equal([0.98, 0.4, 0.01], second.Select(hit => hit.Relevance!.Value));
        var (path, authorization, body) = peer.Requests[0];
        Assert.Equal(("/v1/rerank", "Bearer secret"), (path, authorization));
        var sent = JsonSerializer.Deserialize<JsonElement>(body);
        Assert.Equal(("rent", "bge", 3), (sent.GetProperty("query").GetString(), sent.GetProperty("model").GetString(), sent.GetProperty("top_n").GetInt32()));
        Assert.Equal("Lease > Article 2\ntext 2", sent.GetProperty("documents")[1].GetString());
    }

    [Fact]
    public async Task Passages_behind_those_that_are_read_stay_behind_with_falling_scores()
    {
        await using var peer = new RerankPeer(_ => (200, RerankPeer.Ranked((0, -5), (1, 5))));
        using var reranker = Reranker(new() { Url = peer.Url, Candidates = 2, Weight = 0.7 });
        var ordered = await reranker.OrderAsync("rent", Hits(4), Token);

        Assert.Equal([2, 1, 3, 4], Ids(ordered));
        Assert.Equal(ordered.Select(hit => hit.Score), ordered.Select(hit => hit.Score).OrderDescending());
    }

    [Theory]
    [InlineData(200, "no json")]
    [InlineData(200, "[]")]
    [InlineData(200, """{"results":{}}""")]
    [InlineData(200, """{"results":[{"index":0,"relevance_score":1}]}""")]
    [InlineData(200, """{"results":[{"index":0,"relevance_score":1},{"index":0,"relevance_score":2},{"index":2,"relevance_score":2}]}""")]
    [InlineData(200, """{"results":[{"index":0,"relevance_score":1},{"index":1,"relevance_score":2},{"index":3,"relevance_score":2}]}""")]
    [InlineData(200, """{"results":[{"index":0,"relevance_score":1},{"index":1,"relevance_score":"2"},{"index":2,"relevance_score":2}]}""")]
    [InlineData(200, """{"results":[{"index":0,"relevance_score":1},{"index":1,"relevance_score":1e999},{"index":2,"relevance_score":2}]}""")]
    [InlineData(200, """{"results":[{"index":0.5,"relevance_score":1},null,7]}""")]
    [InlineData(401, "{}")]
    [InlineData(404, "{}")]
    [InlineData(500, "the passage said ...")]
    [InlineData(501, "{}")]
    public async Task Answer_that_is_none_keeps_the_order_and_is_counted_and_logged_without_a_word_of_it(int status, string body)
    {
        await using var peer = new RerankPeer(_ => (status, body));
        var log = new KeptLog();
        using var reranker = Reranker(new() { Url = peer.Url }, log);

        Assert.Equal([1, 2, 3], Ids(await reranker.OrderAsync("rent", Hits(3), Token)));
        Assert.Equal(1, reranker.Failures);
        Assert.DoesNotContain("the passage said", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Redirect_is_not_followed()
    {
        await using var elsewhere = new RerankPeer(_ => (200, RerankPeer.Ranked((0, 1), (1, 2), (2, 3))));
        await using var peer = new RerankPeer(_ => (307, elsewhere.Url + "/v1/rerank"));
        using var reranker = Reranker(new() { Url = peer.Url });

        Assert.Equal([1, 2, 3], Ids(await reranker.OrderAsync("rent", Hits(3), Token)));
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task Server_that_does_not_answer_in_time_keeps_the_order_and_after_three_times_is_left_alone_for_a_while()
    {
        await using var peer = new RerankPeer(number => number <= 3 ? null : (200, RerankPeer.Ranked((0, 1), (1, 2), (2, 3))));
        var time = new FakeTimeProvider();
        var log = new KeptLog();
        using var reranker = Reranker(new() { Url = peer.Url, BudgetMilliseconds = 1500, Weight = 1 }, log, time);
        for (var number = 1; number <= 3; number++)
        {
            var waiting = reranker.OrderAsync("rent", Hits(3), Token);
            // The request is on its way when the budget ends, and not before.
            while (peer.Requests.Count < number)
            {
                Assert.False(waiting.IsCompleted);
                await Task.Yield();
            }

            time.Advance(TimeSpan.FromMilliseconds(1500));
            Assert.Equal([1, 2, 3], Ids(await waiting));
        }

        Assert.Equal([1, 2, 3], Ids(await reranker.OrderAsync("rent", Hits(3), Token)));
        Assert.Equal(3, peer.Requests.Count);
        Assert.Equal(3, reranker.Failures);
        Assert.Contains(log.Lines, line => line.Contains("left alone for 30 s", StringComparison.Ordinal));
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([3, 2, 1], Ids(await reranker.OrderAsync("rent", Hits(3), Token)));
    }

    [Fact]
    public async Task Search_that_is_stopped_stops_and_is_no_failure_of_the_server()
    {
        await using var peer = new RerankPeer(_ => null);
        using var reranker = Reranker(new() { Url = peer.Url, BudgetMilliseconds = 60_000 });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiting = reranker.OrderAsync("rent", Hits(3), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(0, reranker.Failures);
    }

    [Theory]
    [InlineData("ftp://somewhere", "is not of the form http://host:port")]
    [InlineData("http://127.0.0.1:1", "does not answer")]
    public async Task Address_that_leads_nowhere_keeps_the_order_and_says_so(string url, string why)
    {
        var log = new KeptLog();
        using var reranker = Reranker(new() { Url = url }, log);

        Assert.Equal([1, 2, 3], Ids(await reranker.OrderAsync("rent", Hits(3), Token)));
        Assert.Contains(why, Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_one_nothing_is_asked_and_nothing_changes()
    {
        using var reranker = Reranker(new());
        var hits = Hits(3);

        Assert.False(reranker.InUse);
        Assert.Same(hits, await reranker.OrderAsync("rent", hits, Token));
    }

    private static PassageReranker Reranker(RerankerOptions options, KeptLog? log = null, TimeProvider? time = null) =>
        new(Options.Create(options), time ?? TimeProvider.System, log ?? new KeptLog());

    private static IEnumerable<long> Ids(IEnumerable<PassageHit> hits) => hits.Select(hit => hit.ChunkId);

    private static List<PassageHit> Hits(int count) => [.. Enumerable.Range(1, count).Select(i => MadeHits.Of(i, $"text {i}", 1.0 / i) with { HeadingPath = $"Article {i}" })];

    private sealed class KeptLog : ILogger<PassageReranker>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
