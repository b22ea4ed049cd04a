using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Core.Usage;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Writes question, answer, citations and audit event in one transaction.</summary>
internal sealed class AnswerRecorder(PlatformDatabase database)
{
    /// <summary>Records an answer and begins its conversation when there is none yet.</summary>
    /// <param name="caller">Who asked.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="searched">The collections that were searched.</param>
    /// <param name="standalone">The question as it was searched for.</param>
    /// <param name="draft">The answer.</param>
    /// <param name="usage">What it took.</param>
    /// <param name="cancellationToken">Stops it; nothing is recorded then.</param>
    /// <exception cref="RefusedException"><c>conversation_not_found</c>: it was deleted meanwhile.</exception>
    public async Task<Answer> RecordAsync(
        Caller caller, AskRequest request, IReadOnlyList<Guid> searched, string standalone, AnswerDraft draft,
        QuestionUsage usage, CancellationToken cancellationToken)
    {
        // A sentence that was struck out cites nothing and may repeat any passage that the model had before it.
        IReadOnlyList<PassageHit> uncited = draft.Sentences.Any(sentence => sentence.Status == SentenceStatus.StruckOut) ? draft.Read ?? [] : [];
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var looked = (request.Collections ?? caller.OnlyCollections ?? []).ToArray();
        var conversation = request.Conversation
            ?? await ConversationStore.InsertAsync(session, caller, request.Question, looked, cancellationToken).ConfigureAwait(false);
        // The row lock numbers the answers of two windows one after the other. A conversation has looked wherever one of its questions did: a key that is
        // narrowed to some of these collections must not see it.
        var ordinal = 1 + await session.FindAsync<int?>(
            """
            with changed as (
                update conversations set changed_at = now(), collection_ids =
                    case when cardinality(collection_ids) = 0 or cardinality(@looked) = 0 then '{}'
                         else array(select distinct unnest(collection_ids || @looked) order by 1) end
                where id = @conversation returning id)
            select coalesce((select max(ordinal) from answers where conversation_id = @conversation), 0) from changed
            """, new { conversation, looked }, cancellationToken).ConfigureAwait(false)
            ?? throw new RefusedException(RefusalKind.NotFound, "conversation_not_found", "The conversation was deleted.");
        draft = draft with { Citations = await CitedPlaces.NameAsync(session, draft.Citations, cancellationToken).ConfigureAwait(false) };
        var (id, at) = await InsertAsync(session, conversation, ordinal, request.Question, standalone, uncited, draft, cancellationToken).ConfigureAwait(false);
        await InsertCitationsAsync(session, id, draft.Citations, cancellationToken).ConfigureAwait(false);
        await InsertSourcesAsync(session, id, uncited, cancellationToken).ConfigureAwait(false);
        await session.RecordUsageAsync(caller, id, "answered", usage, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(caller, "question.ask", id, Detail(request, searched, standalone, conversation, draft), cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new Answer(
            id, conversation, ordinal, request.Question, standalone, draft.Mode, draft.Notice, draft.Sentences, draft.Citations, draft.Model,
            draft.PromptVersion, null, null, at) { Conflicts = draft.Conflicts };
    }

    /// <summary>Records that a question was asked whose answer was stopped or failed, and what it took until then.</summary>
    public async Task RecordUnansweredAsync(Caller caller, AskRequest request, string outcome, QuestionUsage usage, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await session.RecordUsageAsync(caller, null, outcome, usage, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(
            caller, "question.unanswered", request.Conversation, new { question = request.Question, outcome }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task<(Guid Id, DateTime At)> InsertAsync(
        DatabaseSession session, Guid conversation, int ordinal, string question, string standalone, IReadOnlyList<PassageHit> uncited, AnswerDraft draft,
        CancellationToken cancellationToken) =>
        await session.ReadAsync<(Guid Id, DateTime At)>(
            """
            insert into answers (conversation_id, ordinal, question, standalone_question, mode, notice, sentences, conflicts, model, prompt_version, usage, source_collections)
            values (@conversation, @ordinal, @question, @standalone, @mode, @Notice, @sentences::jsonb, @conflicts::jsonb, @Model, @PromptVersion, @usage::jsonb, @sources)
            returning id, created_at
            """,
            new
            {
                conversation, ordinal, question, standalone, mode = ModeName(draft.Mode), draft.Notice,
                sentences = JsonSerializer.Serialize(draft.Sentences, ConversationReader.Json), conflicts = JsonSerializer.Serialize(draft.Conflicts, ConversationReader.Json),
                draft.Model, draft.PromptVersion,
                usage = draft.Usage is null ? "{}" : JsonSerializer.Serialize(draft.Usage, ConversationReader.Json),
                sources = draft.Citations.Select(citation => citation.CollectionId).Concat(uncited.Select(hit => hit.CollectionId)).Distinct().ToArray(),
            },
            cancellationToken).ConfigureAwait(false);

    private static async Task InsertCitationsAsync(
        DatabaseSession session, Guid answer, IReadOnlyList<AnswerCitation> citations, CancellationToken cancellationToken)
    {
        foreach (var citation in citations)
        {
            await session.ExecuteAsync(
                """
                insert into citations (answer_id, number, collection_id, document_id, version_id, title, heading_path, quote, first_page, pieces, place)
                values (@answer, @Number, @CollectionId, @DocumentId, @VersionId, @Title, @HeadingPath, @Quote, @FirstPage, @Pieces, @Place)
                """,
                new
                {
                    answer, citation.Number, citation.CollectionId, citation.DocumentId, citation.VersionId, citation.Title, citation.HeadingPath,
                    citation.Quote, citation.FirstPage, citation.Pieces, citation.Place,
                },
                cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task InsertSourcesAsync(DatabaseSession session, Guid answer, IReadOnlyList<PassageHit> uncited, CancellationToken cancellationToken)
    {
        foreach (var hit in uncited.DistinctBy(hit => hit.DocumentId))
        {
            await session.ExecuteAsync(
                "insert into answer_sources (answer_id, document_id, collection_id) values (@answer, @DocumentId, @CollectionId)",
                new { answer, hit.DocumentId, hit.CollectionId }, cancellationToken).ConfigureAwait(false);
        }
    }

    // The audit trail outlives documents, whose deletion removes every trace of their words. So of the answer it keeps a hash that proves the recorded one,
    // the verdicts, and where the passages stood (docs/decisions/0006).
    private static object Detail(AskRequest request, IReadOnlyList<Guid> searched, string standalone, Guid conversation, AnswerDraft draft) => new
    {
        conversation, question = request.Question, standalone, searched, mode = ModeName(draft.Mode), model = draft.Model, prompt = draft.PromptVersion,
        sentences = draft.Sentences.Select(sentence => new { sha256 = Hash(sentence.Text), status = sentence.Status, citations = sentence.Citations }),
        citations = draft.Citations.Select(c => new { number = c.Number, document = c.DocumentId, version = c.VersionId, pieces = c.Pieces }),
        conflicts = draft.Conflicts.Select(conflict => conflict.Sides.Select(side => side.Citation)),
    };

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string ModeName(AnswerMode mode) => mode switch
    {
        AnswerMode.Generated => "generated",
        AnswerMode.Quotations => "quotations",
        _ => "not_found",
    };
}
