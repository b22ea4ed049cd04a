using KnowledgePlatform.Core.Answers;

namespace KnowledgePlatform.Portal.Ask;

/// <summary>An answer that is being made, as the page shows it.</summary>
/// <param name="question">The question.</param>
/// <param name="conversation">Where it was asked; null begins a conversation.</param>
public sealed class AnswerRun(string question, Guid? conversation) : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly List<AnswerSentence> _sentences = [];
    private readonly Dictionary<int, AnswerCitation> _citations = [];

    /// <summary>The question.</summary>
    public string Question { get; } = question;

    /// <summary>Where it was asked; null begins a conversation.</summary>
    public Guid? Conversation { get; } = conversation;

    /// <summary>Ends when the person stops it or leaves.</summary>
    public CancellationToken Stopped => _stopping.Token;

    /// <summary>What is going on, in words.</summary>
    public string State { get; private set; } = "Searching the documents…";

    /// <summary>The sentence that the model is writing, not checked.</summary>
    public string Draft { get; private set; } = "";

    /// <summary>The sentences that are checked.</summary>
    public IReadOnlyList<AnswerSentence> Sentences => _sentences;

    /// <summary>Their citations by number.</summary>
    public IReadOnlyDictionary<int, AnswerCitation> Citations => _citations;

    /// <summary>The answer, once it is there.</summary>
    public Answer? Answer { get; private set; }

    /// <summary>Stops the model.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Takes an event.</summary>
    public void Take(AskEvent step)
    {
        switch (step)
        {
            case AskSearched searched:
                var documents = searched.Passages.Select(passage => passage.DocumentId).Distinct().Count();
                State = $"Reading {Counted(searched.Passages.Count, "passage")} of {Counted(documents, "document")}…";
                break;
            case AskWaiting waiting:
                State = $"The model is answering others. You are number {waiting.Place} in the queue.";
                break;
            case AskDraft draft:
                (State, Draft) = ("Writing; each sentence is checked as soon as it is complete.", draft.Text);
                break;
            case AskSentence sentence:
                Draft = "";
                _sentences.Add(sentence.Sentence);
                foreach (var citation in sentence.Citations)
                {
                    _citations[citation.Number] = citation;
                }

                break;
            case AskAnswered answered:
                Answer = answered.Answer;
                break;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _stopping.Dispose();

    private static string Counted(int count, string one) => $"{count} {one}{(count == 1 ? "" : "s")}";
}
