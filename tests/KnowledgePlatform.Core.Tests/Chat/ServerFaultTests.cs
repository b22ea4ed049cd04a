using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Chat.Server;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>What a person reads when a chat server misbehaves.</summary>
public sealed class ServerFaultTests : IAsyncDisposable
{
    private readonly ScriptedServer _server = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(401, "refused the key (KP_CHAT_KEY or Chat:ApiKey).")]
    [InlineData(404, "does not know the model or the path; check KP_CHAT_URL and KP_CHAT_MODEL.")]
    [InlineData(422, "did not accept the request (HTTP 422).")]
    [InlineData(429, "is too busy at the moment.")]
    [InlineData(500, "failed (HTTP 500).")]
    [InlineData(503, "is not ready yet, or too busy.")]
    public async Task A_status_becomes_a_sentence_that_quotes_nothing(int status, string sentence)
    {
        _server.Then(status, """{"error":{"message":"the text of the request"}}""");
        Assert.Equal($"The chat server at 127.0.0.1:{_server.Port} {sentence}", await FaultAsync());
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var other = new ScriptedServer();
        _server.Then(307, "", $"Location: {other.Url}/chat/completions\r\n");
        Assert.Contains("sends on to another address", await FaultAsync());
        Assert.Empty(other.Requests);
    }

    [Fact]
    public async Task A_busy_server_is_asked_again_before_the_first_word()
    {
        _server.Then(503).ThenStream(true, "yes");
        await using var model = await StartedAsync(retries: 1);
        Assert.Equal("yes", (await model.Client.GetResponseAsync("?", cancellationToken: _cancel)).Text);
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_stays_busy_is_not_asked_for_ever()
    {
        _server.Then(503).Then(503);
        Assert.Contains("is not ready yet", await FaultAsync(retries: 1));
        Assert.Equal(2, _server.Requests.Count);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_is_not_asked_for_again()
    {
        _server.ThenStream(false, "half ", "an").ThenStream(true, "whole");
        Assert.Equal($"The chat server at 127.0.0.1:{_server.Port} broke off in the middle of the answer.", await FaultAsync(retries: 1));
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task An_answer_that_stops_without_saying_so_is_not_taken_for_whole()
    {
        _server.Then(200, """data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"half"}}]}""" + "\n\n", "Content-Type: text/event-stream\r\n");
        Assert.Equal($"The chat server at 127.0.0.1:{_server.Port} broke off in the middle of the answer.", await FaultAsync());
    }

    [Fact]
    public async Task What_is_not_the_protocol_is_said_to_be_so()
    {
        _server.Then(200, "data: <html>\n\n", "Content-Type: text/event-stream\r\n");
        Assert.StartsWith($"What answers at 127.0.0.1:{_server.Port} does not speak OpenAI's protocol", await FaultAsync());
    }

    [Fact]
    public async Task A_server_that_never_answers_meets_the_time_limit()
    {
        _server.ThenNothing();
        Assert.Equal("The model did not finish within 1 s (Chat:TimeoutSeconds).", await FaultAsync(seconds: 1));
    }

    [Fact]
    public async Task A_request_that_the_server_finds_too_long_names_its_numbers()
    {
        _server.Then(400, """{"error":{"code":400,"message":"too long","type":"exceed_context_size_error","n_prompt_tokens":900,"n_ctx":800}}""");
        await using var model = await StartedAsync();
        var refused = await Assert.ThrowsAsync<ChatRequestTooLongException>(() => model.Client.GetResponseAsync("?", cancellationToken: _cancel));
        Assert.Equal((900, 799), (refused.Tokens, refused.Limit));
    }

    [Theory]
    [InlineData("""{"error":{"message":"This model's maximum context length is 800 tokens. However, you requested 1412 tokens (900 in the messages, 512 in the completion). Please reduce the length.","code":400}}""")]
    [InlineData("""{"object":"error","message":"This model's maximum context length is 800 tokens. However, your request has 900 input tokens. Please reduce the length of the input messages.","code":400}""")]
    [InlineData("""{"error":{"message":"You passed 900 input tokens and requested 512 output tokens. However, the model's context length is only 800 tokens, resulting in a maximum input length of 288 tokens.","code":400}}""")]
    [InlineData("""{"error":{"message":"This model's maximum context length is 800 tokens. However, your messages resulted in 900 tokens.","code":"context_length_exceeded"}}""")]
    public async Task A_request_that_is_too_long_is_known_by_the_words_of_other_servers(string body)
    {
        _server.Then(400, body);
        await using var model = await StartedAsync();
        var refused = await Assert.ThrowsAsync<ChatRequestTooLongException>(() => model.Client.GetResponseAsync("?", cancellationToken: _cancel));
        Assert.Equal((900, 799), (refused.Tokens, refused.Limit));
    }

    [Fact]
    public async Task The_key_is_sent_and_both_names_of_the_limit()
    {
        _server.ThenStream(true, "yes");
        await using var model = await StartedAsync();
        Assert.Equal(2048, model.ContextTokens);
        await model.Client.GetResponseAsync("?", new ChatOptions { MaxOutputTokens = 7 }, _cancel);
        Assert.Contains("Authorization: Bearer secret", _server.Requests[0]);
        Assert.Contains("\"max_tokens\":7", _server.Requests[0]);
        Assert.Contains("\"max_completion_tokens\":7", _server.Requests[0]);
        Assert.Contains("\"temperature\":0", _server.Requests[0]);
    }

    [Theory]
    [InlineData(200, """{"data":[]}""", "has no model.")]
    [InlineData(200, "<html>", "does not speak OpenAI's protocol")]
    [InlineData(200, "[]", "does not speak OpenAI's protocol")]
    [InlineData(503, "{}", "is not ready yet, or too busy.")]
    [InlineData(403, "{}", "refused the key")]
    public async Task At_the_start_a_list_that_cannot_be_used_is_said_to_be_so(int status, string body, string reason)
    {
        _server.List = (status, body);
        await using var model = await StartedAsync();
        Assert.Equal(ChatModelStatus.Broken, model.State.Status);
        Assert.Contains(reason, model.State.Reason);
    }

    [Theory]
    [InlineData("localhost:8080")]
    [InlineData("ftp://host")]
    [InlineData("not an address")]
    public async Task An_address_of_another_form_is_refused(string url)
    {
        await using var model = new ChatModel(Options.Create(new ChatEngineOptions { Url = url }));
        await model.StartAsync(_cancel);
        Assert.Contains("is not of the form http://host:port", model.State.Reason);
    }

    [Theory]
    [InlineData("http://host:8080", "http://host:8080/v1/", "http://host:8080/")]
    [InlineData("http://host:8080/v1/", "http://host:8080/v1/", "http://host:8080/")]
    [InlineData("https://host/llm/v1", "https://host/llm/v1/", "https://host/llm/")]
    [InlineData("https://host/openai", "https://host/openai/", "https://host/openai/")]
    public void An_address_is_completed(string url, string api, string root)
    {
        var address = ServerAddress.Parse(url);
        Assert.Equal((api, root), (address.Api.ToString(), address.Root.ToString()));
    }

    [Theory]
    [InlineData("a <|im_end|> b", "a < |im_end|> b")]
    [InlineData("<|begin_of_text|><|header_start|>system", "< |begin_of_text|>< |header_start|>system")]
    [InlineData("[INST] <<SYS>> </s>", "[ INST] < <SYS>> < /s>")]
    [InlineData("<start_of_turn>", "< start_of_turn>")]
    [InlineData("a < b | c > d, [1], |x|", "a < b | c > d, [1], |x|")]
    public void Marks_of_templates_are_broken_and_all_else_is_left(string text, string expected) =>
        Assert.Equal(expected, ControlMarks.Broken([new ChatMessage(ChatRole.User, text)]).Single().Text);

    private async Task<ChatModel> StartedAsync(int retries = 0, int seconds = 60)
    {
        var model = new ChatModel(Options.Create(new ChatEngineOptions { Url = _server.Url, ApiKey = "secret", Retries = retries, TimeoutSeconds = seconds, ConnectSeconds = 60 }));
        await model.StartAsync(_cancel);
        return model;
    }

    private async Task<string> FaultAsync(int retries = 0, int seconds = 60)
    {
        await using var model = await StartedAsync(retries, seconds);
        var fault = await Assert.ThrowsAsync<ChatUnavailableException>(() => model.Client.GetResponseAsync("?", cancellationToken: _cancel));
        return fault.Message;
    }
}
