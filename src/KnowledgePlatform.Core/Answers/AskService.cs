using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers.Conflicts;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Chat;
using KnowledgePlatform.Core.Chat.Registry;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Usage;
using KnowledgePlatform.Core.Usage.Budgets;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Answers questions: search, model, check, record.</summary>
public sealed class AskService
{
    private readonly EvidenceSearch _evidence;
    private readonly CollectionStore _collections;
    private readonly ConversationStore _conversations;
    private readonly AnswerRecorder _recorder;
    private readonly SearchedDocuments _searched;
    private readonly ConflictReader _conflicts;
    private readonly AnswerWriter _writer;
    private readonly ChatModels _models;
    private readonly BudgetGuard _budgets;
    private readonly AnswerOptions _options;
    private readonly RetrievalOptions _retrieval;

    /// <summary>Takes its parts from the services.</summary>
    public AskService(
        EvidenceSearch evidence, CollectionStore collections, ConversationStore conversations, ChatModels models, BudgetGuard budgets, PlatformDatabase database, IOptions<AnswerOptions> options, IOptions<RetrievalOptions> retrieval,
        SentenceReviews reviews)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(retrieval);
        (_evidence, _collections, _conversations, _recorder, _searched) =
            (evidence, collections, conversations, new AnswerRecorder(database), new SearchedDocuments(database));
        (_options, _retrieval) = (options.Value, retrieval.Value);
        (_models, _budgets, _writer, _conflicts) = (models, budgets, new AnswerWriter(options.Value, reviews), new ConflictReader(database, options.Value.Conflicts));
    }

    /// <summary>
    /// Answers a question. The last event is <see cref="AskAnswered"/>; by then question, answer, citations and audit event are recorded, in one transaction.
    /// </summary>
    /// <param name="caller">Who asks: only what this person may open is searched.</param>
    /// <param name="request">The question.</param>
    /// <param name="cancellationToken">Stops the model; that the question was asked is recorded all the same.</param>
    /// <exception cref="RefusedException">
    /// <c>question_empty</c>, <c>question_too_long</c>, <c>conversation_not_found</c>, <c>collection_not_found</c>, <c>no_collections</c>.
    /// </exception>
    public async IAsyncEnumerable<AskEvent> AskAsync(Caller caller, AskRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(request);
        request = request with { Question = Checked(request.Question) };
        var asked = await PrepareAsync(caller, request, cancellationToken).ConfigureAwait(false);
        var finished = false;
        try
        {
            await foreach (var step in AnswerAsync(caller, asked, cancellationToken).ConfigureAwait(false))
            {
                finished = step is AskAnswered;
                yield return step;
            }
        }
        finally
        {
            // A reader who went away stops the enumeration here, without an exception.
            if (!finished)
            {
                await _recorder.RecordUnansweredAsync(
                    caller, request, cancellationToken.IsCancellationRequested ? "stopped" : "failed", asked.Took(), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async IAsyncEnumerable<AskEvent> AnswerAsync(Caller caller, AskedQuestion asked, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var chosen = await _models.ChooseAsync(caller, asked.Collections, cancellationToken).ConfigureAwait(false);
        chosen = chosen.Model.Available ? chosen : await _models.FallBackAsync(caller, chosen, cancellationToken).ConfigureAwait(false) ?? chosen;
        var stopped = await StoppedAsync(caller, chosen.Model, cancellationToken).ConfigureAwait(false);
        var writes = chosen.Model.Available && stopped is null;
        var hits = await _evidence.SearchAsync(caller, asked.Standalone, asked.Collections, cancellationToken).ConfigureAwait(false);
        // The numbers of passages are those of this list from here on, whoever writes.
        hits = writes ? _evidence.Joined(hits) : hits;
        var searched = asked.Clock.ElapsedMilliseconds;
        yield return new AskSearched([.. hits.Select(Found)]);

        var evidence = await _evidence.ReadAsync(caller, asked.Standalone, hits, cancellationToken).ConfigureAwait(false);
        WrittenAnswer? written = null;
        while (!evidence.IsWeak && writes)
        {
            var events = Channel.CreateUnbounded<AskEvent>();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var writing = _writer.WriteAsync(caller, new MeteredModel(chosen.Model, asked.Meter), evidence.Question, hits, evidence.MayAnswer, events.Writer, stop.Token);
            try
            {
                await foreach (var step in events.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                {
                    yield return step;
                }
            }
            finally
            {
                // The reader may have gone away: nobody waits for the rest of the answer.
                await stop.CancelAsync().ConfigureAwait(false);
                await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            written = await writing.ConfigureAwait(false);
            // That a server is gone shows with the first question after it: no word was written, so that another model may.
            if (!written.Unavailable || await _models.FallBackAsync(caller, chosen, cancellationToken).ConfigureAwait(false) is not { } instead)
            {
                break;
            }

            chosen = instead;
            stopped = await StoppedAsync(caller, chosen.Model, cancellationToken).ConfigureAwait(false);
            writes = stopped is null;
        }

        var draft = evidence.IsWeak
            ? QuotedAnswer.NotFound(hits, _options.Nearest, await _searched.DescribeAsync(caller, asked.Collections, cancellationToken).ConfigureAwait(false))
            : written?.Draft ?? QuotedAnswer.Quote(hits, evidence.Ranked, _options.Quotations, stopped ?? written?.Reason ?? WithoutModel(chosen.Model));
        draft = await _conflicts.AddAsync(caller, draft, evidence, cancellationToken).ConfigureAwait(false);
        draft = chosen.Remark is { } remark && written is not null ? draft with { Notice = draft.Notice is null ? remark : $"{draft.Notice} {remark}" } : draft;
        draft = draft with { Usage = (written?.Usage ?? new AnswerUsage(null, null, 0, 0)) with { SearchMilliseconds = searched } };
        asked.Meter.Collections = asked.Meter.Used ? asked.Meter.Collections : [.. draft.Citations.Select(citation => citation.CollectionId)];
        yield return new AskAnswered(await _recorder.RecordAsync(caller, asked.Request, asked.Collections, asked.Standalone, draft, asked.Took(), cancellationToken)
            .ConfigureAwait(false));
    }

    // Nothing is spent with a free model.
    private async Task<string?> StoppedAsync(Caller caller, ChatModel model, CancellationToken cancellationToken) =>
        model.Prices.IsFree ? null : await _budgets.StopAsync(caller, cancellationToken).ConfigureAwait(false);

    private static string WithoutModel(ChatModel model) => model.State.Status switch
    {
        ChatModelStatus.Loading => "The chat model is still being loaded: these are the best sentences of the documents.",
        ChatModelStatus.Broken => $"{model.State.Reason} These are the best sentences of the documents.",
        _ => "No chat model is in use: these are the best sentences of the documents.",
    };

    private async Task<AskedQuestion> PrepareAsync(Caller caller, AskRequest request, CancellationToken cancellationToken)
    {
        var earlier = new List<string>();
        if (request.Conversation is { } id)
        {
            var conversation = await _conversations.FindAsync(caller, id, cancellationToken).ConfigureAwait(false)
                ?? throw new RefusedException(RefusalKind.NotFound, "conversation_not_found", "There is no such conversation.");
            request = request with { Collections = request.Collections ?? (conversation.CollectionIds.Length > 0 ? conversation.CollectionIds : null) };
            var answers = await _conversations.AnswersAsync(caller, id, cancellationToken).ConfigureAwait(false);
            earlier.AddRange(answers.TakeLast(_options.QuestionsBefore).Select(answer => answer.StandaloneQuestion));
        }

        var open = await _collections.RequireOpenAsync(caller, request.Collections, cancellationToken).ConfigureAwait(false);
        var searched = request.Collections ?? [.. open];
        if (searched.Count == 0)
        {
            throw new RefusedException(RefusalKind.Invalid, "no_collections", "There is no collection that you may read. Ask its manager for access, or make one.");
        }

        return new AskedQuestion(request, searched, FollowUp.Complete(request.Question, earlier, _retrieval.MaxQuestionLength));
    }

    private string Checked(string question)
    {
        question = question?.Trim() ?? "";
        return question switch
        {
            "" => throw new RefusedException(RefusalKind.Invalid, "question_empty", "The question is empty."),
            _ when question.Length > _retrieval.MaxQuestionLength => throw new RefusedException(
                RefusalKind.TooLarge, "question_too_long", $"The question has {question.Length} characters; the limit is {_retrieval.MaxQuestionLength}."),
            _ => question,
        };
    }

    private static FoundPassage Found(PassageHit hit) => new(
        hit.DocumentId, hit.VersionId, hit.CollectionId, hit.Title, hit.HeadingPath, hit.Text, hit.FirstPage, hit.Pieces, hit.Similarity) { Place = hit.Place };

    private sealed record AskedQuestion(AskRequest Request, IReadOnlyList<Guid> Collections, string Standalone)
    {
        public ModelMeter Meter { get; } = new();

        public Stopwatch Clock { get; } = Stopwatch.StartNew();

        public QuestionUsage Took() => Meter.Read(Clock.ElapsedMilliseconds);
    }
}
