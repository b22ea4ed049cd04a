using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Portal.Layout;
using Npgsql;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>How far an answer is. A new one for each step: pages draw it while the next step comes.</summary>
/// <param name="State">What is going on, in words.</param>
/// <param name="Draft">The sentence that the model is writing, not checked.</param>
/// <param name="Sentences">The sentences that are checked.</param>
/// <param name="Citations">Their citations by number.</param>
public sealed record AnswerProgress(
    string State, string Draft, IReadOnlyList<AnswerSentence> Sentences, IReadOnlyDictionary<int, AnswerCitation> Citations);

/// <summary>An answer that is being made. It belongs to no page: see <see cref="RunningAsks"/>.</summary>
/// <param name="asker">Who asked.</param>
/// <param name="request">What.</param>
public sealed class AnswerRun(Caller asker, AskRequest request) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Raised after each step, on any thread.</summary>
    public event Action? Changed;

    /// <summary>Names it in the address while it has no conversation.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>Who asked.</summary>
    public Caller Asker { get; } = asker;

    /// <summary>What was asked, and where.</summary>
    public AskRequest Request { get; } = request;

    /// <summary>The question.</summary>
    public string Question => Request.Question;

    /// <summary>Where it was asked; null begins a conversation.</summary>
    public Guid? Conversation => Request.Conversation;

    /// <summary>How far it is.</summary>
    public AnswerProgress Progress { get; private set; } = new("Searching the documents…", "", [], new Dictionary<int, AnswerCitation>());

    /// <summary>The answer, once it is there.</summary>
    public Answer? Answer { get; private set; }

    /// <summary>Why there is no answer; null too when it was stopped.</summary>
    public string? Refused { get; private set; }

    /// <summary>Completes when there is an answer, a refusal, or neither because it was stopped; never fails.</summary>
    public Task Ended => _ended.Task;

    /// <summary>How many pages show it; counted by <see cref="RunningAsks"/>.</summary>
    internal int Watchers { get; set; }

    /// <summary>How often the last page that showed it went.</summary>
    internal int Departures { get; set; }

    /// <summary>Stops the model; nothing happens when it ended before.</summary>
    public void Stop()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It ended meanwhile.
        }
    }

    /// <summary>Takes all steps until the end.</summary>
    /// <param name="answer">Makes the answer until its token is cancelled.</param>
    /// <param name="failed">Called with what nobody expected.</param>
    internal async Task RunAsync(Func<CancellationToken, IAsyncEnumerable<AskEvent>> answer, Action<Exception> failed)
    {
        var stopped = _stopping.Token;
        try
        {
            await foreach (var step in answer(stopped))
            {
                Take(step);
                Changed?.Invoke();
            }
        }
        catch (RefusedException refused)
        {
            Refused = refused.Message;
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            // The person has the question back in its box.
        }
        catch (NpgsqlException error) when (error.IsTransient)
        {
            failed(error);
            Refused = PortalPage.DatabaseSilent;
        }
        catch (Exception error)
        {
            // The edge of the program: the question goes back to its box instead of down with the page.
            failed(error);
            Refused = "The answer could not be made. The reason is in the server's log; try again in a moment.";
        }
        finally
        {
            _ended.SetResult();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();

    private void Take(AskEvent step)
    {
        switch (step)
        {
            case AskSearched searched:
                var documents = searched.Passages.Select(passage => passage.DocumentId).Distinct().Count();
                Progress = Progress with { State = $"Reading {Counted(searched.Passages.Count, "passage")} of {Counted(documents, "document")}…" };
                break;
            case AskWaiting waiting:
                Progress = Progress with { State = $"The model is answering others. You are number {waiting.Place} in the queue." };
                break;
            case AskDraft draft:
                Progress = Progress with { State = "Writing; each sentence is checked as soon as it is complete.", Draft = draft.Text };
                break;
            case AskSentence sentence:
                var citations = new Dictionary<int, AnswerCitation>(Progress.Citations);
                sentence.Citations.ToList().ForEach(citation => citations[citation.Number] = citation);
                Progress = Progress with { Draft = "", Sentences = [.. Progress.Sentences, sentence.Sentence], Citations = citations };
                break;
            case AskAnswered answered:
                Answer = answered.Answer;
                break;
        }
    }

    private static string Counted(int count, string one) => $"{count} {one}{(count == 1 ? "" : "s")}";
}
