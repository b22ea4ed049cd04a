using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Retrieval;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Lets the model write, through Semantic Kernel, and holds each sentence against the passages as soon as it is complete.</summary>
internal sealed class AnswerWriter(AnswerOptions options, SentenceReviews reviews)
{
    // What a server counted is met with a little less: its own marks between messages grow with the number of passages, not with their length.
    private const double Margin = 0.95;
    private readonly AnswerPrompt _prompt = AnswerPrompt.Read(options.PromptFile);

    /// <summary>
    /// Writes an answer. Events go to <paramref name="events"/> as they happen, which is completed at the end.
    /// </summary>
    /// <returns>The answer, or why there is none: too little of it was supported, the model failed or found nothing.</returns>
    public async Task<WrittenAnswer> WriteAsync(
        Caller caller, MeteredModel model, string question, IReadOnlyList<PassageHit> hits, IReadOnlyList<Passage> passages, ChannelWriter<AskEvent> events,
        CancellationToken cancellationToken)
    {
        try
        {
            try
            {
                return await WriteInTurnAsync(caller, model, question, hits, passages, 1, events, cancellationToken).ConfigureAwait(false);
            }
            catch (ChatRequestTooLongException tooLong) when (Fitting(model.Model, tooLong) is > 0 and < 1)
            {
                // Tokens of a server's model are estimated here; it says how many they are before it writes a word. Fewer passages are better than no answer.
                return await WriteInTurnAsync(caller, model, question, hits, passages, Fitting(model.Model, tooLong), events, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is ChatUnavailableException or ChatRequestTooLongException or ChatQueueFullException)
        {
            return new WrittenAnswer(null, $"{error.Message} These are the best sentences of the documents.") { Unavailable = error is ChatUnavailableException && !model.Meter.Answered };
        }
        finally
        {
            events.Complete();
        }
    }

    private async Task<WrittenAnswer> WriteInTurnAsync(
        Caller caller, MeteredModel metered, string question, IReadOnlyList<PassageHit> hits, IReadOnlyList<Passage> passages, double share, ChannelWriter<AskEvent> events,
        CancellationToken cancellationToken)
    {
        var (model, meter) = (metered.Model, metered.Meter);
        var clock = Stopwatch.StartNew();
        using var ticket = model.Enter(caller.UserId.ToString());
        await foreach (var place in ticket.WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            events.TryWrite(new AskWaiting(place));
        }

        var usage = new PromptUsage();
        var review = reviews.For(passages, metered.ClientFor(ticket));
        var answer = new CheckedAnswer(question, hits, review);
        // A judge is the model that writes: it is asked when it has finished, in the same turn.
        var held = new List<WrittenSentence>();
        var stream = new SentenceStream();
        var written = new StringBuilder();
        var most = EvidenceSearch.WithAmending(hits, options.PassagesForModel);
        await model.CountAheadAsync(_prompt.Counted(passages, most, question), cancellationToken).ConfigureAwait(false);
        var overhead = _prompt.Overhead(question, model.CountTokens);
        var packed = AnswerPrompt.Pack(passages, most, model.ContextTokens - model.AnswerTokens - overhead, model.CountTokens);
        if (share < 1)
        {
            // A part of what was sent, not of what would have had its place: the server's context may be smaller than it was said to be.
            var room = (int)((overhead + packed.Tokens) * share) - overhead;
            packed = AnswerPrompt.Pack(packed.Passages, most, room, model.CountTokens);
        }

        var read = packed.Passages.Select(passage => hits[passage.Number - 1]).ToList();
        meter.Collections = [.. read.Select(hit => hit.CollectionId).Distinct()];
        await foreach (var part in AskModelAsync(metered, ticket, usage, question, packed.Text, CitationGrammar.Of(packed.Passages.Select(passage => passage.Number))).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            written.Append(part.Content);
            held.AddRange(stream.Push(part.Content ?? ""));
            if (!review.Judges)
            {
                await AddAsync(answer, held, events, cancellationToken).ConfigureAwait(false);
            }

            if (string.Join(' ', held.Select(sentence => sentence.Text).Append(stream.Draft)).Trim() is { Length: > 0 } draft)
            {
                events.TryWrite(new AskDraft(draft));
            }
        }

        held.AddRange(stream.Complete());
        await AddAsync(answer, held, events, cancellationToken).ConfigureAwait(false);
        var took = meter.Read(clock.ElapsedMilliseconds);
        return Judge(
            model, answer, read, written.ToString(),
            new AnswerUsage(took.PromptTokens, took.CompletionTokens, 0, clock.ElapsedMilliseconds, usage.PromptHash, took.Estimated));
    }

    // By what part the request has to shrink, so that the answer has its place as well.
    private static double Fitting(ChatModel model, ChatRequestTooLongException tooLong) =>
        tooLong.Tokens <= 0 ? 0 : Margin * (tooLong.ContextTokens - model.AnswerTokens) / tooLong.Tokens;

    private IAsyncEnumerable<StreamingChatMessageContent> AskModelAsync(MeteredModel metered, ChatTicket ticket, PromptUsage usage, string question, string passages, string grammar)
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton(metered.ClientFor(ticket, grammar).AsChatCompletionService());
        builder.Services.AddSingleton<IPromptRenderFilter>(usage);
        var kernel = builder.Build();
        var arguments = new KernelArguments
        {
            ["passages"] = passages,
            ["question"] = question,
        };
        return kernel.InvokeStreamingAsync<StreamingChatMessageContent>(_prompt.ToFunction(), arguments);
    }

    private static async Task AddAsync(CheckedAnswer answer, List<WrittenSentence> sentences, ChannelWriter<AskEvent> events, CancellationToken cancellationToken)
    {
        while (sentences.Count > 0)
        {
            var sentence = sentences[0];
            sentences.RemoveAt(0);
            if (!IsNothingFound(sentence.Text) && await answer.AddAsync(sentence, cancellationToken).ConfigureAwait(false) is { } step)
            {
                events.TryWrite(step);
                // A sentence that counts takes the place of the draft: what is not checked yet stays in sight.
                if (sentences.Count > 0)
                {
                    events.TryWrite(new AskDraft(string.Join(' ', sentences.Select(one => one.Text))));
                }
            }
        }
    }

    private WrittenAnswer Judge(ChatModel model, CheckedAnswer answer, IReadOnlyList<PassageHit> read, string written, AnswerUsage usage)
    {
        var struck = answer.Sentences.Count(sentence => sentence.Status == SentenceStatus.StruckOut);
        var draft = new AnswerDraft(
            AnswerMode.Generated,
            struck == 0 ? null : $"{struck} of {answer.Sentences.Count} sentences were struck out: the passages do not say that.",
            answer.Sentences, answer.Citations, answer.Spans, model.Name, _prompt.Version, usage, read);
        if (answer.Sentences.Count == 0)
        {
            return new WrittenAnswer(
                null, IsNothingFound(written) ? "The model found no answer in these passages. These are the nearest sentences."
                    : "The model wrote nothing. These are the best sentences of the documents.", usage);
        }

        return answer.Supported > 0 && answer.Supported >= options.LeastSupported
            ? new WrittenAnswer(draft, null, usage)
            : new WrittenAnswer(
                null, $"The passages do not support what the model wrote ({struck} of {answer.Sentences.Count} sentences). These are the best sentences of the documents.",
                usage);
    }

    private static bool IsNothingFound(string text) => text.Trim().Trim('.', '"', '*').Equals(AnswerPrompt.NothingFound, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The model that a question is put to, and what it takes of it.</summary>
internal sealed record MeteredModel(ChatModel Model, ModelMeter Meter)
{
    public IChatClient ClientFor(ChatTicket ticket, string? grammar = null) => new MeteredChatClient(Model.ClientFor(ticket, grammar), Model, Meter);
}

/// <summary>What came of the model.</summary>
/// <param name="Draft">The answer, or null when it cannot be given.</param>
/// <param name="Reason">Why it cannot, for the reader.</param>
/// <param name="Usage">What it took, when the model wrote.</param>
internal sealed record WrittenAnswer(AnswerDraft? Draft, string? Reason, AnswerUsage? Usage = null)
{
    /// <summary>The model could not be asked: not a word of it came, and another one may be.</summary>
    public bool Unavailable { get; init; }
}
