namespace KnowledgePlatform.Core.Answers;

/// <summary>A question.</summary>
/// <param name="Question">A sentence or words, in any language the embedding model knows.</param>
/// <param name="Collections">Where to look; null for all that the caller may open, or for those of the conversation.</param>
/// <param name="Conversation">The conversation that goes on, or null to begin one.</param>
public sealed record AskRequest(string Question, IReadOnlyList<Guid>? Collections = null, Guid? Conversation = null);

/// <summary>What happens while an answer is made, in this order: searched, then waiting, drafts and sentences, at last answered.</summary>
public abstract record AskEvent;

/// <summary>The search is done.</summary>
/// <param name="Passages">The passages found, best first.</param>
public sealed record AskSearched(IReadOnlyList<FoundPassage> Passages) : AskEvent;

/// <summary>The model speaks with others.</summary>
/// <param name="Place">1 for the next one.</param>
public sealed record AskWaiting(int Place) : AskEvent;

/// <summary>The sentence that the model is writing, so far. Not checked yet, and to be shown so.</summary>
public sealed record AskDraft(string Text) : AskEvent;

/// <summary>A sentence that is complete and checked. It replaces the draft.</summary>
/// <param name="Sentence">The sentence.</param>
/// <param name="Citations">Its citations.</param>
public sealed record AskSentence(AnswerSentence Sentence, IReadOnlyList<AnswerCitation> Citations) : AskEvent;

/// <summary>The whole answer, recorded. It replaces all that was shown before: too little may have been left of what the model wrote.</summary>
public sealed record AskAnswered(Answer Answer) : AskEvent;

/// <summary>A passage that the search found.</summary>
/// <param name="Pieces">Three numbers a piece: page, start and length in the page's text.</param>
public sealed record FoundPassage(
    Guid DocumentId, Guid VersionId, Guid CollectionId, string Title, string HeadingPath, string Text, int FirstPage, int[] Pieces, double Similarity)
{
    /// <summary>Where it begins when that is no page: the time code in a recording, such as "12:04"; else null.</summary>
    public string? Place { get; init; }
}
