using System.Diagnostics;
using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>Several servers of one model: who is asked, and what becomes of a question when one of them fails.</summary>
public sealed class ServerPoolTests : IAsyncDisposable
{
    private readonly ScriptedServer _one = new();
    private readonly ScriptedServer _two = new();
    private readonly FakeTimeProvider _time = new();
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Questions_at_the_same_time_go_to_different_servers_and_each_server_has_its_own_places()
    {
        var may = new TaskCompletionSource();
        _one.ThenAfter(may.Task, "one");
        _two.ThenAfter(may.Task, "two");
        await using var model = await StartedAsync();
        using var third = Third(model, out var first, out var second);
        Assert.Equal((0, 0, 1), (first.Place, second.Place, third.Place));
        var answers = Task.WhenAll(AskAsync(model.ClientFor(first)), AskAsync(model.ClientFor(second)));
        await WaitForAsync(() => model.State.Servers.All(server => server.Running == 1));
        may.SetResult();
        Assert.Equal(["one", "two"], (await answers).Order());
        Assert.All(model.State.Servers, server => Assert.Equal((true, 0, null), (server.Up, server.Running, server.Remark)));
    }

    [Fact]
    public async Task Question_that_a_server_fails_goes_to_the_next_at_once_and_the_failed_one_is_asked_again_only_when_it_was_found_well()
    {
        _one.Then(500);
        _two.ThenStream(true, "two").ThenStream(true, "two again").ThenStream(true, "and again");
        await using var model = await StartedAsync(retries: 2);
        var clock = Stopwatch.StartNew();
        Assert.Equal("two", await AskAsync(model.Client));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(0.7), $"it paused: {clock.Elapsed}");
        Assert.Equal($"The chat server at 127.0.0.1:{_one.Port} failed (HTTP 500).", model.State.Servers[0].Remark);
        Assert.Equal((false, true), (model.State.Servers[0].Up, model.State.Servers[1].Up));

        Assert.Equal("two again", await AskAsync(model.Client));
        Assert.Equal((1, 2), (_one.Requests.Count, _two.Requests.Count));
        await model.StartAsync(_cancel);
        _one.ThenStream(true, "one");
        Assert.True(model.State.Servers[0].Up);
        Assert.Equal("one", await AskAsync(model.Client));
    }

    [Fact]
    public async Task Server_that_is_gone_takes_its_places_with_it_and_brings_them_back()
    {
        await using var model = await StartedAsync();
        _two.List = (503, "{}");
        await model.StartAsync(_cancel);
        using (var first = model.Enter("a"))
        using (var second = model.Enter("b"))
        {
            Assert.Equal((0, 1), (first.Place, second.Place));
            _two.List = (200, ScriptedServer.Models);
            await model.StartAsync(_cancel);
            Assert.Equal(0, second.Place);
        }
    }

    [Fact]
    public async Task Server_that_refuses_connections_costs_no_question()
    {
        _one.ThenStream(true, "one");
        await using var model = await StartedAsync();
        await _two.DisposeAsync();
        Assert.Equal("one", await AskAsync(model.Client));
        _one.ThenStream(true, "one");
        Assert.Equal("one", await AskAsync(model.Client));
        Assert.Equal($"The chat server at 127.0.0.1:{_two.Port} does not answer.", model.State.Servers[1].Remark);
    }

    [Fact]
    public async Task Server_that_failed_is_looked_for_with_a_question_once_the_time_has_come()
    {
        _one.Then(502);
        _two.ThenStream(true, "two").ThenStream(true, "two").ThenStream(true, "two").ThenStream(true, "two").ThenStream(true, "two").ThenStream(true, "two");
        await using var model = await StartedAsync();
        await AskAsync(model.Client);
        _time.Advance(TimeSpan.FromSeconds(14));
        await AskAsync(model.Client);
        Assert.False(model.State.Servers[0].Up);
        _time.Advance(TimeSpan.FromSeconds(2));
        // A look that finds the connection just closed, as on a busy machine, is made again with a later question.
        for (var looks = 0; !model.State.Servers[0].Up; looks++)
        {
            Assert.True(looks < 4, $"it is not found: {model.State.Servers[0].Remark}");
            await AskAsync(model.Client);
            var clock = Stopwatch.StartNew();
            await WaitForAsync(() => model.State.Servers[0].Up || clock.Elapsed > TimeSpan.FromSeconds(10));
            _time.Advance(TimeSpan.FromSeconds(15));
        }
    }

    [Fact]
    public async Task Answer_that_has_begun_is_not_asked_for_elsewhere()
    {
        _one.ThenStream(false, "half");
        _two.ThenStream(true, "whole");
        await using var model = await StartedAsync(retries: 2);
        var broken = await Assert.ThrowsAsync<ChatUnavailableException>(() => AskAsync(model.Client));
        Assert.Equal($"The chat server at 127.0.0.1:{_one.Port} broke off in the middle of the answer.", broken.Message);
        Assert.Empty(_two.Requests);
    }

    [Fact]
    public async Task Request_that_is_at_fault_itself_is_not_sent_round()
    {
        _one.Then(422);
        await using var model = await StartedAsync(retries: 2);
        await Assert.ThrowsAsync<ChatUnavailableException>(() => AskAsync(model.Client));
        Assert.Equal((1, 0), (_one.Requests.Count, _two.Requests.Count));
        Assert.All(model.State.Servers, server => Assert.True(server.Up));
    }

    [Fact]
    public async Task When_all_fail_each_is_named_and_the_model_goes_on_being_asked()
    {
        _one.Then(500);
        _two.Then(503);
        await using var model = await StartedAsync();
        var fault = await Assert.ThrowsAsync<ChatUnavailableException>(() => AskAsync(model.Client));
        Assert.Equal(
            $"None of the 2 chat servers can be asked. The chat server at 127.0.0.1:{_one.Port} failed (HTTP 500). The chat server at 127.0.0.1:{_two.Port} is not ready yet, or too busy.", fault.Message);
        _one.ThenStream(true, "one");
        Assert.Equal("one", await AskAsync(model.Client));
    }

    [Fact]
    public async Task When_none_answers_any_more_the_model_is_away()
    {
        await using var model = await StartedAsync();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        await Assert.ThrowsAsync<ChatUnavailableException>(() => AskAsync(model.Client));
        Assert.Equal(ChatModelStatus.Broken, model.State.Status);
        Assert.StartsWith("None of the 2 chat servers can be asked.", model.State.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Busy_servers_are_asked_again_after_a_pause_as_a_single_one_is()
    {
        _one.Then(503).ThenStream(true, "one");
        _two.Then(503);
        await using var model = await StartedAsync(retries: 1);
        var answer = AskAsync(model.Client);
        while (!answer.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(0.1));
            await Task.Delay(10, _cancel);
        }

        Assert.Equal("one", await answer);
    }

    [Fact]
    public async Task Smallest_context_is_that_of_all_and_the_longer_ones_are_said()
    {
        _two.List = (200, """{"data":[{"id":"scripted","max_model_len":1024}]}""");
        await using var model = await StartedAsync();
        Assert.Equal((1024, 1024), (model.ContextTokens, model.State.ContextTokens));
        Assert.Equal("Its context is 2048 tokens; 1024 are used, as many as the smallest of these servers has.", model.State.Servers[0].Remark);
        Assert.Null(model.State.Servers[1].Remark);
    }

    [Fact]
    public async Task Server_with_another_model_is_not_asked_and_said_to_have_another()
    {
        _two.List = (200, """{"data":[{"id":"other","max_model_len":512}]}""");
        _one.ThenStream(true, "one").ThenStream(true, "one");
        await using var model = await StartedAsync();
        await AskAsync(model.Client);
        await AskAsync(model.Client);
        Assert.Empty(_two.Requests);
        Assert.Equal(2048, model.ContextTokens);
        Assert.Equal($"The chat server at 127.0.0.1:{_two.Port} has no model 'scripted' (KP_CHAT_MODEL or Chat:ServerModel); it offers 'other'.", model.State.Servers[1].Remark);
    }

    [Theory]
    [InlineData("http://a:1 ftp://b:2", "Address 2 of 2, ftp://b:2, is not of the form http://host:port or https://host:port (KP_CHAT_URL or Chat:Url).")]
    [InlineData("b:2,http://a:1,http://c:3", "Address 1 of 3, b:2, is not of the form")]
    [InlineData("http://kp:secret@b:2 c:3", "Address 2 of 2 is not of the form")]
    public async Task Address_that_is_none_is_named_and_no_password_with_it(string url, string reason)
    {
        await using var model = new ChatModel(Options.Create(new ChatEngineOptions { Url = url }));
        await model.StartAsync(_cancel);
        Assert.StartsWith(reason, model.State.Reason, StringComparison.Ordinal);
    }

    private static ChatTicket Third(ChatModel model, out ChatTicket first, out ChatTicket second)
    {
        (first, second) = (model.Enter("a"), model.Enter("b"));
        return model.Enter("c");
    }

    private async Task<string> AskAsync(IChatClient client) => (await client.GetResponseAsync("?", cancellationToken: _cancel)).Text;

    private async Task WaitForAsync(Func<bool> condition)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromSeconds(60), "it takes too long");
            await Task.Delay(10, _cancel);
        }
    }

    private async Task<ChatModel> StartedAsync(int retries = 0)
    {
        var options = new ChatEngineOptions { Url = $"{_one.Url}, {_two.Url}", Retries = retries, ConnectSeconds = 60, Parallel = 1, TimeoutSeconds = 60 };
        var model = new ChatModel(Options.Create(options), NullLogger<ChatModel>.Instance, _time);
        await model.StartAsync(_cancel);
        Assert.Equal(ChatModelStatus.Ready, model.State.Status);
        return model;
    }
}
