using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>What is counted of a request, as servers behave.</summary>
public sealed class ModelMeterTests : IAsyncDisposable
{
    private readonly ScriptedServer _server = new();
    private readonly ModelMeter _meter = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Tokens_that_the_server_reports_are_taken_as_they_are()
    {
        _server.Usage = """{"prompt_tokens":1234,"completion_tokens":5,"total_tokens":1239}""";
        _server.ThenStream(true, "one ", "two");
        await using var model = await StartedAsync();
        await ClientOf(model).GetResponseAsync("A question", cancellationToken: _cancel);
        var took = _meter.Read(70);
        Assert.Equal((1234, 5, false, 70), (took.PromptTokens, took.CompletionTokens, took.Estimated, took.Milliseconds));
        Assert.Equal(("scripted", 2.5m, 10m), (took.Model, took.Prices.Prompt, took.Prices.Completion));
        Assert.Contains("\"include_usage\":true", _server.Requests[0]);
    }

    [Fact]
    public async Task Server_that_says_nothing_of_tokens_has_them_counted_and_marked_as_estimated()
    {
        _server.ThenStream(true, "one ", "two").ThenStream(true, "three");
        await using var model = await StartedAsync();
        await ClientOf(model).GetResponseAsync("A question", cancellationToken: _cancel);
        var took = _meter.Read(0);
        Assert.Equal((model.CountTokens("A question"), model.CountTokens("one two"), true), (took.PromptTokens, took.CompletionTokens, took.Estimated));
        await ClientOf(model).GetResponseAsync("Another", cancellationToken: _cancel);
        Assert.Equal(took.PromptTokens + model.CountTokens("Another"), _meter.Read(0).PromptTokens);
        Assert.Equal(_meter.Read(0).PromptTokens, _meter.Read(0).PromptTokens);
    }

    [Fact]
    public async Task Request_that_is_stopped_counts_what_was_sent_and_written_until_then()
    {
        _server.ThenStream(true, "one ", "two ", "three");
        await using var model = await StartedAsync();
        await foreach (var update in ClientOf(model).GetStreamingResponseAsync("A question", cancellationToken: _cancel))
        {
            if (update.Text.Length > 0)
            {
                break;
            }
        }

        var took = _meter.Read(0);
        Assert.Equal((model.CountTokens("A question"), model.CountTokens("one "), true), (took.PromptTokens, took.CompletionTokens, took.Estimated));
    }

    [Fact]
    public async Task Request_that_the_server_refuses_counts_nothing()
    {
        _server.Then(503);
        await using var model = await StartedAsync();
        await Assert.ThrowsAsync<ChatUnavailableException>(() => ClientOf(model).GetResponseAsync("A question", cancellationToken: _cancel));
        Assert.Equal((null, 0, 0), (_meter.Read(0).Model, _meter.Read(0).PromptTokens, _meter.Read(0).CompletionTokens));
    }

    private MeteredChatClient ClientOf(ChatModel model) => new(model.Client, model, _meter);

    private async Task<ChatModel> StartedAsync()
    {
        var model = new ChatModel(Options.Create(new ChatEngineOptions { Url = _server.Url, Retries = 0, ConnectSeconds = 60, PromptPrice = 2.5m, CompletionPrice = 10 }));
        await model.StartAsync(_cancel);
        return model;
    }
}
