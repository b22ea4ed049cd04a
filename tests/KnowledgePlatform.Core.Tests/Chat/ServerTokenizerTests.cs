using System.Text.Json;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Chat.Server;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>Tokens that a server counts, in the forms of llama-server and vLLM, and what happens when it does not.</summary>
public sealed class ServerTokenizerTests : IAsyncDisposable
{
    private static readonly string[] Texts = ["one two three", "four", "<|im_end|> five"];
    private readonly ScriptedServer _server = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Llama_server_counts_all_texts_in_one_call_and_is_not_asked_about_them_again()
    {
        _server.Tokenize = Llama;
        await using var model = await StartedAsync();
        _server.Counted.Clear();
        await model.CountAheadAsync(Texts, _cancel);
        // A mark is broken as it will be when it is sent.
        Assert.Equal([3, 1, 3], Texts.Select(model.CountTokens));
        Assert.Contains("< |im_end|>", Assert.Single(_server.Counted).Replace("\\u003E", ">", StringComparison.Ordinal).Replace("\\u003C", "<", StringComparison.Ordinal), StringComparison.Ordinal);
        await model.CountAheadAsync(Texts, _cancel);
        Assert.Single(_server.Counted);
        Assert.Equal(TokenEstimate.Of("not asked about"), model.CountTokens("not asked about"));
    }

    [Fact]
    public async Task VLLM_counts_one_text_a_call_for_its_model_without_the_marks_of_a_beginning()
    {
        _server.Tokenize = Vllm;
        await using var model = await StartedAsync();
        _server.Counted.Clear();
        await model.CountAheadAsync(Texts, _cancel);
        Assert.Equal([3, 1, 3], Texts.Select(model.CountTokens));
        Assert.Equal(3, _server.Counted.Count);
        Assert.All(_server.Counted, body => Assert.Contains("\"model\":\"scripted\"", body, StringComparison.Ordinal));
        Assert.All(_server.Counted, body => Assert.Contains("\"add_special_tokens\":false", body, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(404, "{}")]
    [InlineData(200, "{}")]
    [InlineData(200, "<html>")]
    [InlineData(200, """{"tokens":[1,2]}""")]
    [InlineData(200, """{"tokens":"x","count":"y"}""")]
    [InlineData(200, """[]""")]
    public async Task Server_without_such_a_tokenizer_is_estimated(int status, string body)
    {
        _server.Tokenize = _ => (status, body);
        await using var model = await StartedAsync();
        await model.CountAheadAsync(Texts, _cancel);
        Assert.Equal(Texts.Select(TokenEstimate.Of), Texts.Select(model.CountTokens));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public async Task Counting_that_fails_later_costs_no_word_and_is_not_waited_for_by_the_next_question(int status)
    {
        _server.Tokenize = Llama;
        await using var model = await StartedAsync(milliseconds: 200);
        _server.Tokenize = _ => (status, "{}");
        _server.Counted.Clear();
        await model.CountAheadAsync(Texts, _cancel);
        await model.CountAheadAsync(Texts, _cancel);
        Assert.Single(_server.Counted);
        Assert.Equal(Texts.Select(TokenEstimate.Of), Texts.Select(model.CountTokens));
    }

    [Fact]
    public async Task Request_that_only_the_estimate_finds_too_long_is_sent()
    {
        _server.Tokenize = Llama;
        _server.ThenStream(true, "yes");
        await using var model = await StartedAsync();
        var text = string.Concat(Enumerable.Repeat("supercalifragilistic ", 400));
        Assert.True(model.CountTokens(text) > model.ContextTokens);
        Assert.Equal("yes", (await model.Client.GetResponseAsync(text, new ChatOptions { MaxOutputTokens = 100 }, _cancel)).Text);
        await Assert.ThrowsAsync<ChatRequestTooLongException>(() => model.Client.GetResponseAsync(string.Concat(Enumerable.Repeat("supercalifragilistic ", 3000)), new ChatOptions { MaxOutputTokens = 100 }, _cancel));
    }

    [Fact]
    public async Task It_can_be_turned_off()
    {
        _server.Tokenize = Llama;
        await using var model = await StartedAsync(counts: false);
        await model.CountAheadAsync(Texts, _cancel);
        Assert.Empty(_server.Counted);
    }

    [Fact]
    public void What_is_kept_of_counts_is_bounded_and_forgets_what_was_not_asked_for_the_longest()
    {
        var counts = new TokenCounts();
        counts.Keep("used", 1);
        counts.Keep("unused", 2);
        for (var i = 0; i < 10_000; i++)
        {
            counts.Keep("text " + i, i);
            Assert.Equal(1, counts.Find("used"));
        }

        Assert.Null(counts.Find("unused"));
    }

    // A word is a token.
    private static (int Status, string Body) Llama(JsonElement body) => body.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Array
        ? (200, JsonSerializer.Serialize(new { tokens = content.EnumerateArray().SelectMany(one => one.ValueKind == JsonValueKind.Number ? [one.GetInt32()] : Enumerable.Repeat(7, Words(one.GetString()!))) }))
        : (400, "{}");

    private static (int Status, string Body) Vllm(JsonElement body) => body.TryGetProperty("prompt", out var prompt)
        ? (200, $$"""{"count":{{Words(prompt.GetString()!)}},"max_model_len":2048,"tokens":[]}""")
        : (422, """{"error":"Field required"}""");

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;

    private async Task<ChatModel> StartedAsync(int milliseconds = 60_000, bool counts = true)
    {
        var model = new ChatModel(Options.Create(new ChatEngineOptions { Url = _server.Url, Retries = 0, ConnectSeconds = 60, TimeoutSeconds = 60, CountMilliseconds = milliseconds, CountAtServer = counts }));
        await model.StartAsync(_cancel);
        Assert.Equal(ChatModelStatus.Ready, model.State.Status);
        return model;
    }
}
