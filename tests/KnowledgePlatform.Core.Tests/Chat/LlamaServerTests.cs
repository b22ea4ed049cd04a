using System.Diagnostics;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Microsoft.SemanticKernel.ChatCompletion;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>The chat server of llama.cpp, as a firm would run it.</summary>
[Collection(nameof(RealModel))]
public sealed class LlamaServerTests(LlamaServer server) : IClassFixture<LlamaServer>
{
    private const string Question = "What is the capital of France? Answer in one short sentence.";
    private const string LongTask = "Write a long story about a river.";
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_answers_in_pieces_and_says_name_and_context()
    {
        await using var model = await StartedAsync(server.Options);
        Assert.Equal(new ChatModelState(ChatEngineKind.Server, ChatModelStatus.Ready, "smol", null, LlamaServer.ContextTokens), model.State);
        var updates = await model.Client.GetStreamingResponseAsync(Question, cancellationToken: _cancel).ToListAsync(_cancel);
        Assert.True(updates.Count(update => update.Text.Length > 0) >= 3);
        var whole = updates.ToChatResponse();
        Assert.Contains("Paris", whole.Text);
        Assert.Equal(ChatFinishReason.Stop, whole.FinishReason);
        Assert.True(whole.Usage!.OutputTokenCount > 3);
    }

    [Fact]
    public async Task Tokens_that_it_reports_are_metered_and_lie_below_our_estimate()
    {
        await using var model = await StartedAsync(server.Options);
        var meter = new ModelMeter();
        using var client = new MeteredChatClient(model.Client, model, meter);
        var response = await client.GetResponseAsync(Question, cancellationToken: _cancel);
        var took = meter.Read(0);
        Assert.False(took.Estimated);
        Assert.Equal((response.Usage!.InputTokenCount, response.Usage.OutputTokenCount), (took.PromptTokens, took.CompletionTokens));
        // The template of the model is counted too.
        Assert.InRange(took.PromptTokens, 20, 60);
        Assert.InRange(took.CompletionTokens, 4, model.CountTokens(response.Text));
    }

    [Fact]
    public async Task The_option_caps_the_context_that_the_server_offers()
    {
        var options = server.Options;
        options.ContextTokens = 600;
        await using var model = await StartedAsync(options);
        Assert.Equal(600, model.ContextTokens);
        var text = string.Join(' ', Enumerable.Repeat("clause", 300));
        await Assert.ThrowsAsync<ChatRequestTooLongException>(() => model.Client.GetResponseAsync(text, cancellationToken: _cancel));
    }

    [Fact]
    public async Task A_limit_of_tokens_reaches_the_server()
    {
        await using var model = await StartedAsync(server.Options);
        var response = await model.Client.GetResponseAsync(LongTask, new ChatOptions { MaxOutputTokens = 5 }, _cancel);
        Assert.Equal((5, ChatFinishReason.Length), (response.Usage!.OutputTokenCount, response.FinishReason));
    }

    [Fact]
    public async Task Cancelling_ends_the_answer_and_the_next_one_comes()
    {
        await using var model = await StartedAsync(server.Options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_cancel);
        var pieces = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in model.Client.GetStreamingResponseAsync(LongTask, cancellationToken: stop.Token))
            {
                if (update.Text.Length > 0 && ++pieces == 3)
                {
                    await stop.CancelAsync();
                }
            }
        });
        Assert.Equal(3, pieces);
        Assert.Contains("Paris", (await model.Client.GetResponseAsync(Question, cancellationToken: _cancel)).Text);
    }

    [Fact]
    public async Task A_model_that_the_server_lacks_is_named_with_those_it_has()
    {
        var options = server.Options;
        options.ServerModel = "llama-4";
        await BrokenAsync(options, $"The chat server at 127.0.0.1:{server.Port} has no model 'llama-4' (KP_CHAT_MODEL or Chat:ServerModel); it offers 'smol'.");
    }

    [Fact]
    public async Task A_wrong_key_is_said_to_be_wrong_and_not_shown()
    {
        var options = server.Options;
        options.ApiKey = "another";
        await BrokenAsync(options, $"The chat server at 127.0.0.1:{server.Port} refused the key (KP_CHAT_KEY or Chat:ApiKey).");
    }

    [Fact]
    public async Task A_mark_of_the_template_in_a_document_is_text_to_the_server_too()
    {
        await using var model = await StartedAsync(server.Options);
        var plain = await model.Client.GetResponseAsync("x", new ChatOptions { MaxOutputTokens = 1 }, _cancel);
        var marked = await model.Client.GetResponseAsync("x<|im_end|>", new ChatOptions { MaxOutputTokens = 1 }, _cancel);
        // As a mark it is one token; as text several.
        Assert.True(marked.Usage!.InputTokenCount > plain.Usage!.InputTokenCount + 3);
    }

    [Fact]
    public async Task Semantic_Kernel_asks_the_server_through_the_client()
    {
        await using var model = await StartedAsync(server.Options);
        var answer = await model.Client.AsChatCompletionService().GetChatMessageContentAsync(Question, cancellationToken: _cancel);
        Assert.Contains("Paris", answer.Content);
    }

    [Fact]
    public async Task A_server_killed_in_the_middle_of_an_answer_is_missed_and_found_again()
    {
        await using var own = new LlamaServer();
        await own.StartAsync();
        await using var model = await StartedAsync(own.Options);
        var broken = await Assert.ThrowsAsync<ChatUnavailableException>(async () =>
        {
            await foreach (var update in model.Client.GetStreamingResponseAsync(LongTask, cancellationToken: _cancel))
            {
                own.Kill();
            }
        });
        Assert.Equal($"The chat server at 127.0.0.1:{own.Port} broke off in the middle of the answer.", broken.Message);

        var silent = await Assert.ThrowsAsync<ChatUnavailableException>(() => model.Client.GetResponseAsync(Question, cancellationToken: _cancel));
        Assert.Equal($"The chat server at 127.0.0.1:{own.Port} does not answer.", silent.Message);
        Assert.Equal((ChatModelStatus.Broken, silent.Message), (model.State.Status, model.State.Reason));

        await own.StartAsync();
        await model.StartAsync(_cancel);
        Assert.Contains("Paris", (await model.Client.GetResponseAsync(Question, cancellationToken: _cancel)).Text);
    }

    [Fact]
    public async Task It_counts_passages_in_one_call_exactly_and_more_of_them_fit_than_by_our_estimate()
    {
        var options = server.Options;
        options.MaxAnswerTokens = 128;
        await using var model = await StartedAsync(options);
        List<Passage> passages = [.. Enumerable.Range(1, 12).Select(i => new Passage(
            i, $"Lease {i}", "Rent and repairs",
            $"The Tenant shall pay the rent of house number {i} of £1,250.50 on the third day of each month, and the Landlord keeps the roof, the drains and the outer walls in repair [sic]. " +
            "Where the Property becomes uninhabitable the obligation to pay rent is suspended until the Property has been made fit for occupation.", "en", 0.9))];
        var prompt = AnswerPrompt.Read(null);
        const string Asked = "When is the rent of house number 1 due?";
        var room = model.ContextTokens - model.AnswerTokens;
        var estimated = AnswerPrompt.Pack(passages, 12, room - prompt.Overhead(Asked, TokenEstimate.Of), TokenEstimate.Of);
        var clock = Stopwatch.StartNew();
        await model.CountAheadAsync(prompt.Counted(passages, 12, Asked), _cancel);
        var took = clock.ElapsedMilliseconds;
        var counted = AnswerPrompt.Pack(passages, 12, room - prompt.Overhead(Asked, model.CountTokens), model.CountTokens);
        Assert.True(counted.Passages.Count > estimated.Passages.Count, $"{counted.Passages.Count} and {estimated.Passages.Count}");

        // What was counted apart is what the server reads in one, but for the marks of the template and a line end between two.
        var response = await model.Client.GetResponseAsync([new(ChatRole.System, "Answer."), new(ChatRole.User, counted.Text)], new ChatOptions { MaxOutputTokens = 1 }, _cancel);
        Assert.InRange((int)response.Usage!.InputTokenCount!, counted.Tokens - 20, counted.Tokens + 32);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"fit by estimate {estimated.Passages.Count}, counted {counted.Passages.Count}; {took} ms; counted {counted.Tokens}, read {response.Usage.InputTokenCount}, estimated {TokenEstimate.Of(counted.Text)}");
    }

    [Fact]
    public async Task Of_two_servers_one_is_killed_in_the_middle_and_the_other_answers_the_next_question()
    {
        await using var own = new LlamaServer();
        await own.StartAsync();
        var options = own.Options;
        options.Url = $"{own.Url} {server.Url}";
        await using var model = await StartedAsync(options);
        Assert.All(model.State.Servers, one => Assert.Equal((true, LlamaServer.ContextTokens), (one.Up, one.ContextTokens)));
        await Assert.ThrowsAsync<ChatUnavailableException>(async () =>
        {
            await foreach (var update in model.Client.GetStreamingResponseAsync(LongTask, cancellationToken: _cancel))
            {
                own.Kill();
            }
        });
        Assert.Contains("Paris", (await model.Client.GetResponseAsync(Question, cancellationToken: _cancel)).Text);
        Assert.Contains("Paris", (await model.Client.GetResponseAsync(Question, cancellationToken: _cancel)).Text);
        Assert.Equal([false, true], model.State.Servers.Select(one => one.Up));

        await own.StartAsync();
        await model.StartAsync(_cancel);
        Assert.All(model.State.Servers, one => Assert.True(one.Up));
        Assert.Contains("Paris", (await model.Client.GetResponseAsync(Question, cancellationToken: _cancel)).Text);
    }

    private async Task<ChatModel> StartedAsync(ChatEngineOptions options)
    {
        var model = new ChatModel(Options.Create(options));
        await model.StartAsync(_cancel);
        return model;
    }

    private async Task BrokenAsync(ChatEngineOptions options, string reason)
    {
        await using var model = await StartedAsync(options);
        Assert.Equal((ChatModelStatus.Broken, reason), (model.State.Status, model.State.Reason));
    }
}
