namespace KnowledgePlatform.Core.Answers;

/// <summary>A conversation in the list of the person who holds it.</summary>
public sealed record ConversationSummary(Guid Id, string Title, Guid[] CollectionIds, DateTime CreatedAt, DateTime ChangedAt);

/// <summary>An answer as it was recorded.</summary>
/// <param name="Mode">generated, quotations or not_found.</param>
/// <param name="Notice">Why it is not a generated answer, or what the reader should know; null when there is nothing.</param>
/// <param name="Sentences">JSON: the sentences with their verdicts and citation numbers.</param>
/// <param name="Conflicts">JSON: where passages disagree.</param>
public sealed record RecordedAnswer(
    Guid Id, Guid ConversationId, int Ordinal, string Question, string StandaloneQuestion, string Mode, string? Notice, string Sentences, string Conflicts, string? Model,
    string? PromptVersion, short? Rating, string? RatingComment, DateTime CreatedAt);

/// <summary>What a sentence of an answer points at.</summary>
/// <param name="Number">The number shown in brackets, from 1.</param>
/// <param name="Pieces">Three numbers a piece: page, start, length in the page's text.</param>
public sealed record RecordedCitation(
    Guid AnswerId, int Number, Guid CollectionId, Guid DocumentId, Guid VersionId, string Title, string HeadingPath, string Quote, int FirstPage, int[] Pieces,
    string? Place);
