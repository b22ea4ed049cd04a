using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers.Conflicts;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Reads recorded answers with their sentences and citations.</summary>
public sealed class ConversationReader(ConversationStore store)
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The answers of a conversation in their order; those that rest on a collection now closed to the caller are left out.</summary>
    public async Task<IReadOnlyList<Answer>> ReadAsync(Caller caller, Guid conversation, CancellationToken cancellationToken)
    {
        var answers = await store.AnswersAsync(caller, conversation, cancellationToken).ConfigureAwait(false);
        var citations = (await store.CitationsAsync(caller, conversation, cancellationToken).ConfigureAwait(false)).ToLookup(citation => citation.AnswerId);
        return [.. answers.Select(answer => Read(answer, citations[answer.Id]))];
    }

    private static Answer Read(RecordedAnswer answer, IEnumerable<RecordedCitation> citations) => new(
        answer.Id, answer.ConversationId, answer.Ordinal, answer.Question, answer.StandaloneQuestion, ReadMode(answer.Mode), answer.Notice,
        JsonSerializer.Deserialize<List<AnswerSentence>>(answer.Sentences, Json) ?? [],
        [.. citations.Select(c => new AnswerCitation(
            c.Number, c.CollectionId, c.DocumentId, c.VersionId, c.Title, c.HeadingPath, c.Quote, c.FirstPage, c.Pieces, c.Place))],
        answer.Model, answer.PromptVersion, answer.Rating, answer.RatingComment, answer.CreatedAt)
    {
        Conflicts = JsonSerializer.Deserialize<List<AnswerConflict>>(answer.Conflicts, Json) ?? [],
    };

    private static AnswerMode ReadMode(string mode) => mode switch
    {
        "generated" => AnswerMode.Generated,
        "quotations" => AnswerMode.Quotations,
        _ => AnswerMode.NotFound,
    };
}
