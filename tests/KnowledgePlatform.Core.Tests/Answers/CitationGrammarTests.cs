using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Tests.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers;

/// <summary>What a model can write under the grammar of an answer, in process and at a real llama-server, and how it reaches servers.</summary>
[Collection(nameof(RealModel))]
public sealed class CitationGrammarTests(RealModel real, LlamaServer llama) : IClassFixture<LlamaServer>, IAsyncDisposable
{
    private const string Copying = "Copy this text: The rent is due [7]. The roof is kept [8].";
    private static readonly string Grammar = CitationGrammar.Of([1, 2]);
    private readonly ScriptedServer _server = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task In_process_only_passages_that_are_there_are_cited()
    {
        await AssertHeldAsync(real.Model);
    }

    [Fact]
    public async Task At_llama_server_only_passages_that_are_there_are_cited()
    {
        await using var model = await StartedAsync(llama.Options);
        await AssertHeldAsync(model);
    }

    [Fact]
    public async Task What_no_grammar_forbids_is_written_as_without_one()
    {
        const string Plain = "What is the capital of France? Answer in one short sentence.";
        await using var server = await StartedAsync(llama.Options);
        foreach (var model in new[] { real.Model, server })
        {
            Assert.Equal(await AskAsync(model, Plain, null), await AskAsync(model, Plain, Grammar));
        }
    }

    [Fact]
    public async Task Grammar_that_llama_server_does_not_take_is_left_out()
    {
        await using var model = await StartedAsync(llama.Options);
        Assert.Equal(await AskAsync(model, Copying, null), await AskAsync(model, Copying, "root ::= ["));
    }

    [Theory]
    [InlineData("llamacpp", "\"grammar\":\"root ::= ")]
    [InlineData("vllm", "\"structured_outputs\":{\"grammar\":\"root ::= ")]
    public async Task Server_that_names_itself_gets_it_in_its_own_form(string owner, string form)
    {
        await using var model = await ScriptedAsync(owner, new ChatEngineOptions());
        _server.ThenStream(true, "yes");
        await AskAsync(model, "?", Grammar);
        Assert.Contains(form, _server.Requests[0].Replace("\\u003E", ">", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("kp_grammar", _server.Requests[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("library", GrammarUse.Auto)]
    [InlineData("llamacpp", GrammarUse.Off)]
    public async Task Other_servers_and_those_of_an_operator_who_does_not_want_it_get_none(string owner, GrammarUse use)
    {
        await using var model = await ScriptedAsync(owner, new ChatEngineOptions { Grammar = use });
        _server.ThenStream(true, "yes");
        await AskAsync(model, "?", Grammar);
        Assert.DoesNotContain("grammar", _server.Requests[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_that_refuses_it_gets_the_request_once_more_without_and_no_grammar_after_that()
    {
        await using var model = await ScriptedAsync("vllm", new ChatEngineOptions());
        _server.Then(400, """{"error":{"message":"structured outputs are off"}}""").ThenStream(true, "yes").ThenStream(true, "again");
        Assert.Equal("yes", await AskAsync(model, "?", Grammar));
        Assert.Equal("again", await AskAsync(model, "?", Grammar));
        Assert.Equal([true, false, false], _server.Requests.Select(request => request.Contains("grammar", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Request_that_is_refused_either_way_fails_and_tells_nothing_about_the_grammar()
    {
        await using var model = await ScriptedAsync("llamacpp", new ChatEngineOptions());
        _server.Then(422).Then(422).ThenStream(true, "yes");
        await Assert.ThrowsAsync<ChatUnavailableException>(() => AskAsync(model, "?", Grammar));
        await AskAsync(model, "?", Grammar);
        Assert.Equal([true, false, true], _server.Requests.Select(request => request.Contains("grammar", StringComparison.Ordinal)));
    }

    private async Task AssertHeldAsync(ChatModel model)
    {
        Assert.Contains(7, CitationMarks.Read(await AskAsync(model, Copying, null)));
        var held = await AskAsync(model, Copying, Grammar);
        Assert.StartsWith("The rent is due", held, StringComparison.Ordinal);
        Assert.Subset(new HashSet<int> { 1, 2 }, CitationMarks.Read(held).ToHashSet());
    }

    private async Task<string> AskAsync(ChatModel model, string text, string? grammar)
    {
        using var ticket = model.Enter("a");
        return (await model.ClientFor(ticket, grammar).GetResponseAsync(text, new ChatOptions { MaxOutputTokens = 24 }, _cancel)).Text;
    }

    private Task<ChatModel> ScriptedAsync(string owner, ChatEngineOptions options)
    {
        _server.List = (200, $$"""{"data":[{"id":"scripted","owned_by":"{{owner}}","max_model_len":2048}]}""");
        (options.Url, options.Retries, options.ConnectSeconds, options.TimeoutSeconds) = (_server.Url, 0, 60, 60);
        return StartedAsync(options);
    }

    private async Task<ChatModel> StartedAsync(ChatEngineOptions options)
    {
        var model = new ChatModel(Options.Create(options));
        await model.StartAsync(_cancel);
        Assert.Equal(ChatModelStatus.Ready, model.State.Status);
        return model;
    }
}
