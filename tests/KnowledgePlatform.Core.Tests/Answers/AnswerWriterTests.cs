using System.Text.Json;
using System.Threading.Channels;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Answers.Verification.Inference;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Tests.Answers.Verification;
using KnowledgePlatform.Core.Tests.Chat;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers;

/// <summary>What becomes of an answer when the server counts other than we do.</summary>
public sealed class AnswerWriterTests : IAsyncDisposable
{
    private readonly ScriptedServer _server = new();
    private readonly IReadOnlyList<Passage> _passages = [.. Enumerable.Range(1, 6).Select(i => new Passage(
        i, $"Lease {i}", "Rent", $"The rent of house number {i} is due on the third day of each month, and the landlord repairs its roof. " + new string('x', 400), "en", 0.9))];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Request_that_the_server_finds_too_long_is_sent_once_more_with_fewer_passages()
    {
        var (before, after) = ("[6] Lease 6", "[2] Lease 2");
        _server.Then(400, TooLong(2600)).ThenStream(true, "The rent of house number 1 is due on the third day of each month [1].");
        var written = await WriteAsync();

        Assert.Equal(SentenceStatus.Supported, Assert.Single(written.Draft!.Sentences).Status);
        Assert.Contains(before, _server.Requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain(before, _server.Requests[1], StringComparison.Ordinal);
        Assert.Contains(after, _server.Requests[1], StringComparison.Ordinal);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task Fewer_passages_are_sent_also_where_all_had_their_place_by_what_was_set()
    {
        _server.List = (200, """{"data":[{"id":"model"}]}""");
        _server.Then(400, TooLong(4000)).ThenStream(true, "The rent of house number 1 is due on the third day of each month [1].");
        Assert.NotNull((await WriteAsync(contextTokens: 32_768)).Draft);
        Assert.Contains("[6] Lease 6", _server.Requests[0], StringComparison.Ordinal);
        Assert.DoesNotContain("[6] Lease 6", _server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_that_is_too_long_twice_is_answered_with_quotations_and_the_reason()
    {
        _server.Then(400, TooLong(4000)).Then(400, TooLong(3000));
        var written = await WriteAsync();
        Assert.Null(written.Draft);
        Assert.StartsWith("The request has 3000 tokens; the model takes 2047", written.Reason, StringComparison.Ordinal);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task Passages_that_a_server_counted_are_packed_by_what_it_counted()
    {
        Assert.NotNull((await WriteAsync(contextTokens: 1200, before: () => _server.ThenStream(true, "The rent of house number 1 is due on the third day of each month [1]."))).Draft);
        Assert.DoesNotContain("[4] Lease 4", _server.Requests[0], StringComparison.Ordinal);

        // Half of what is estimated.
        _server.Tokenize = body => body.TryGetProperty("content", out var content)
            ? (200, JsonSerializer.Serialize(new { tokens = content.EnumerateArray().SelectMany(one => one.ValueKind == JsonValueKind.Number ? [-1] : Enumerable.Repeat(7, TokenEstimate.Of(one.GetString()!) / 2)) }))
            : (400, "{}");
        Assert.NotNull((await WriteAsync(contextTokens: 1200, before: () => _server.ThenStream(true, "The rent of house number 1 is due on the third day of each month [1]."))).Draft);
        Assert.Contains("[4] Lease 4", _server.Requests[1], StringComparison.Ordinal);
        // One call at the start for the trial, one for the passages, and one for the whole, which the estimate would have refused.
        Assert.Equal(3, _server.Counted.Count);
    }

    [Fact]
    public async Task What_stands_over_a_passage_in_the_prompt_is_no_sentence_of_the_answer()
    {
        var heading = AnswerPrompt.Heading(Retrieval.MadeHits.Of(1, "", 1).Title, Retrieval.MadeHits.Of(1, "", 1).HeadingPath);
        var written = await WriteAsync(before: () => _server.ThenStream(true, $"{heading}\\nThe rent of house number 1 is due on the third day of each month [1]."));
        Assert.Null(written.Reason);
        Assert.Equal("The rent of house number 1 is due on the third day of each month.", Assert.Single(written.Draft!.Sentences).Text);
    }

    private static string TooLong(int tokens) =>
        $$$"""{"error":{"code":400,"message":"too long","type":"exceed_context_size_error","n_prompt_tokens":{{{tokens}}},"n_ctx":2048}}""";

    private async Task<WrittenAnswer> WriteAsync(int? contextTokens = null, Action? before = null)
    {
        before?.Invoke();
        var options = Options.Create(new AnswerOptions());
        var reviews = new SentenceReviews(options, new SentenceInference(options, TimeProvider.System, new KeptLog<SentenceInference>()), TimeProvider.System, new KeptLog<SentenceReviews>());
        await using var model = new ChatModel(Options.Create(new ChatEngineOptions { Url = _server.Url, Retries = 0, ConnectSeconds = 60, MaxAnswerTokens = 256, ContextTokens = contextTokens ?? new ChatEngineOptions().ContextTokens }));
        await model.StartAsync(Token);
        return await new AnswerWriter(options.Value, reviews).WriteAsync(
            new Caller(Guid.NewGuid()), new MeteredModel(model, new ModelMeter()), "When is the rent of house number 1 due?",
            [.. _passages.Select(passage => Retrieval.MadeHits.Of(passage.Number, passage.Text, passage.Number))], _passages, Channel.CreateUnbounded<AskEvent>().Writer, Token);
    }
}
