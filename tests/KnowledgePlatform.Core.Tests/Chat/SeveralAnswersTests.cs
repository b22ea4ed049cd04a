using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chat;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chat;

/// <summary>Several people at once on the model in this process, and what it keeps between their questions.</summary>
[Collection(nameof(RealModel))]
public sealed class SeveralAnswersTests(RealModel real, SeveralAnswersTests.ModelForFour four) : IClassFixture<SeveralAnswersTests.ModelForFour>
{
    private const string Question = "What is the capital of France? Answer in one short sentence.";
    private const string LongTask = "Count from 1 to 500, one number a line.";
    private static readonly string[] Questions = [Question, "What is the capital of Italy?", "Name three colours.", "How many days has a week?"];
    private readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    // Some 700 tokens that no other test has.
    private static string Passages(string who) =>
        string.Concat(Enumerable.Range(1, 35).Select(i => $"Clause {i}: {who} pays {i * 37} euros on day {i % 28} and keeps the roof in repair. "));

    [Fact]
    public async Task Answers_written_at_once_are_those_that_each_gets_alone()
    {
        var alone = new List<string>();
        foreach (var question in Questions)
        {
            alone.Add((await AskAsync(real.Model, question, 24)).Text);
        }

        var together = await Task.WhenAll(Questions.Select(question => AskAsync(four.Model, question, 24)));
        Assert.Equal(alone, together.Select(response => response.Text));
        Assert.All(together.Zip(Questions), pair => Assert.Equal(four.Model.CountTokens(pair.First.Text), pair.First.Usage!.OutputTokenCount!.Value, 1d));
    }

    [Fact]
    public async Task All_of_four_stream_at_once_and_the_fifth_waits_at_place_one_until_one_of_them_leaves()
    {
        await using var first = Stream(LongTask, 400);
        await using var second = Stream(LongTask, 400);
        await using var third = Stream("Write a very long story in many chapters.", 400);
        await using var fourth = Stream("Count from 1 to 900, one number a line.", 400);
        foreach (var stream in new[] { first, second, third, fourth })
        {
            Assert.True(await stream.NextAsync());
        }

        using var fifth = four.Model.Enter("fifth");
        Assert.Equal(1, fifth.Place);
        await second.DisposeAsync();
        Assert.Equal(0, fifth.Place);
        await four.Model.ClientFor(fifth).GetResponseAsync("Say yes.", new ChatOptions { MaxOutputTokens = 2 }, _cancel);
        // The place was the one that became free: nobody else is done.
        Assert.All([first, third, fourth], stream => Assert.False(stream.Ended));
    }

    [Fact]
    public async Task Whoever_cancels_changes_nothing_for_the_others()
    {
        var alone = (await AskAsync(real.Model, Questions[2], 24)).Text;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(_cancel);
        var other = AskAsync(four.Model, Questions[2], 24);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in four.Model.Client.GetStreamingResponseAsync("Write a long story.", cancellationToken: stop.Token))
            {
                await stop.CancelAsync();
            }
        });
        Assert.Equal(alone, (await other).Text);
    }

    [Fact]
    public async Task While_a_long_prompt_is_read_the_others_go_on_and_a_short_question_overtakes_it()
    {
        await using var stream = Stream(LongTask, 200);
        Assert.True(await stream.NextAsync());
        var begun = new TaskCompletionSource();
        var reading = Task.Run(
            async () =>
            {
                using var ticket = four.Model.Enter("reader");
                await foreach (var update in four.Model.ClientFor(ticket).GetStreamingResponseAsync(Passages("The reader"), new ChatOptions { MaxOutputTokens = 1 }, _cancel))
                {
                    begun.TrySetResult();
                }
            },
            _cancel);
        var pieces = 0;
        var shortOne = AskAsync(four.Model, "Say yes.", 1);
        var shortFirst = false;
        while (!begun.Task.IsCompleted && await stream.NextAsync())
        {
            shortFirst |= shortOne.IsCompleted && !begun.Task.IsCompleted;
            pieces++;
        }

        await reading;
        await shortOne;
        // 32 tokens of the prompt at a time, and a word of the other between two: some twenty, of which a busy machine lets us see fewer before the prompt is read. Read at once, it would be one or two.
        Assert.InRange(pieces, 5, 60);
        Assert.True(shortFirst);
    }

    [Fact]
    public async Task What_questions_have_in_common_is_computed_once_and_the_answer_stays_the_same()
    {
        await using var forgetful = await StartedAsync(new ChatEngineOptions { ContextTokens = 1024, KeptPrompts = 0 });
        var passages = Passages("The tenant");
        await AskAsync(four.Model, passages + "What is paid on day 5?", 1);
        var next = await AskAsync(four.Model, passages + "Who keeps the roof?", 12);
        var afresh = await AskAsync(forgetful, passages + "Who keeps the roof?", 12);
        Assert.Equal(afresh.Text, next.Text);
        Assert.Equal(afresh.Usage!.InputTokenCount, next.Usage!.InputTokenCount);
        Assert.Equal(0, afresh.Usage.CachedInputTokenCount);
        Assert.InRange(next.Usage.CachedInputTokenCount!.Value, four.Model.CountTokens(passages), next.Usage.InputTokenCount!.Value - 1);
        Assert.Equal(0, (await AskAsync(forgetful, passages + "Who keeps the roof?", 1)).Usage!.CachedInputTokenCount);
    }

    [Fact]
    public async Task What_is_being_computed_is_shared_too_and_both_keep_their_own_end()
    {
        var passages = Passages("The heir");
        await using var stream = Stream(passages + "Who pays?", 100);
        Assert.True(await stream.NextAsync());
        var beside = await AskAsync(four.Model, passages + "What is kept in repair?", 12);
        Assert.InRange(beside.Usage!.CachedInputTokenCount!.Value, four.Model.CountTokens(passages), int.MaxValue);
        Assert.Equal((await AskAsync(real.Model, passages + "What is kept in repair?", 12)).Text, beside.Text);
    }

    [Fact]
    public async Task What_is_kept_gives_way_to_what_is_asked()
    {
        // Room for one of them at a time.
        await using var model = await StartedAsync(new ChatEngineOptions { ContextTokens = 256, KeptPrompts = 8 });
        for (var round = 0; round < 4; round++)
        {
            var response = await AskAsync(model, string.Concat(Enumerable.Repeat($" clause{round}", 70)) + " " + Question, 40);
            Assert.InRange(response.Usage!.InputTokenCount!.Value, 140, 256);
            Assert.NotEmpty(response.Text);
        }
    }

    [Fact]
    public async Task Each_is_held_to_its_own_grammar()
    {
        const string Copying = "Copy this text: The rent is due [7]. The roof is kept [8].";
        var held = await Task.WhenAll(new int[][] { [1], [2], [7] }.Select(async numbers =>
        {
            using var ticket = four.Model.Enter($"{numbers[0]}");
            var client = four.Model.ClientFor(ticket, CitationGrammar.Of(numbers));
            return (await client.GetResponseAsync(Copying, new ChatOptions { MaxOutputTokens = 24 }, _cancel)).Text;
        }));
        Assert.Equal([[1], [2], [7]], held.Select(text => CitationMarks.Read(text).Distinct().ToArray()));
    }

    [Fact]
    public async Task A_model_that_is_closed_while_four_write_ends_all_of_them_with_a_message()
    {
        for (var round = 0; round < 3; round++)
        {
            var model = await StartedAsync(new ChatEngineOptions { ContextTokens = 512, Parallel = 4 });
            var answers = Questions.Select((_, i) => Task.Run(() => model.Client.GetResponseAsync(i % 2 == 0 ? LongTask : Passages($"Number {i}"), new ChatOptions { MaxOutputTokens = 400 - (i % 2 * 399) }, _cancel))).ToList();
            await using (var stream = model.Client.GetStreamingResponseAsync(LongTask, cancellationToken: _cancel).GetAsyncEnumerator(_cancel))
            {
                if (round > 0)
                {
                    await stream.MoveNextAsync();
                }

                await model.DisposeAsync();
            }

            foreach (var answer in answers)
            {
                var fault = await Record.ExceptionAsync(() => answer);
                Assert.True(fault is ChatUnavailableException or ChatRequestTooLongException or ChatQueueFullException, $"{fault}");
            }
        }
    }

    [Fact]
    public async Task Where_memory_is_short_fewer_are_answered_at_once()
    {
        // Half of it holds the file (98 MB) and one context of some 100 MB.
        await using var model = await StartedAsync(new ChatEngineOptions { MaxMemoryMegabytes = 450 });
        using var first = model.Enter("first");
        using var second = model.Enter("second");
        Assert.Equal((0, 1), (first.Place, second.Place));
    }

    [Fact]
    public async Task More_at_once_than_the_library_has_sequences_for_is_refused_with_the_number()
    {
        await using var model = new ChatModel(Options.Create(new ChatEngineOptions { Parallel = 129 }));
        await model.StartAsync(_cancel);
        Assert.Equal("In process at most 128 answers are written at once (Chat:Parallel).", model.State.Reason);
    }

    private AnswerStream Stream(string text, int most) => new(four.Model, text, most);

    private async Task<ChatResponse> AskAsync(ChatModel model, string text, int most)
    {
        using var ticket = model.Enter(text);
        return await model.ClientFor(ticket).GetResponseAsync(text, new ChatOptions { MaxOutputTokens = most }, _cancel);
    }

    private async Task<ChatModel> StartedAsync(ChatEngineOptions options)
    {
        var model = new ChatModel(Options.Create(options));
        await model.StartAsync(_cancel);
        Assert.Equal(ChatModelStatus.Ready, model.State.Status);
        return model;
    }

    /// <summary>A model that four people may ask at once, as is usual where there is memory.</summary>
    public sealed class ModelForFour : IAsyncLifetime
    {
        public ChatModel Model { get; } = new(Options.Create(new ChatEngineOptions { Threads = 2, ContextTokens = 1024 }));

        public async ValueTask InitializeAsync() => await Model.StartAsync(CancellationToken.None);

        public ValueTask DisposeAsync() => Model.DisposeAsync();
    }

    // Reads on by itself, so that it is known when the answer has ended.
    private sealed class AnswerStream : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly System.Threading.Channels.Channel<string> _pieces = System.Threading.Channels.Channel.CreateUnbounded<string>();
        private readonly ChatTicket _ticket;
        private readonly Task _reading;

        public AnswerStream(ChatModel model, string text, int most)
        {
            _ticket = model.Enter(text);
            _reading = Task.Run(async () =>
            {
                try
                {
                    await foreach (var update in model.ClientFor(_ticket).GetStreamingResponseAsync(text, new ChatOptions { MaxOutputTokens = most }, _stop.Token))
                    {
                        _pieces.Writer.TryWrite(update.Text);
                    }
                }
                finally
                {
                    _pieces.Writer.Complete();
                }
            });
        }

        public bool Ended => _reading.IsCompleted;

        public async Task<bool> NextAsync() => await _pieces.Reader.WaitToReadAsync() && _pieces.Reader.TryRead(out _);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await Record.ExceptionAsync(() => _reading);
            _ticket.Dispose();
        }
    }
}
