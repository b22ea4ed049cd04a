using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Core.Answers;

/// <summary>A person's conversations and the answers in them. Nobody else sees them.</summary>
public sealed class ConversationStore(PlatformDatabase database)
{
    private const int MaxTitle = 120;

    /// <summary>The caller's conversations, the latest first.</summary>
    public async Task<IReadOnlyList<ConversationSummary>> ListAsync(Caller caller, int limit, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<ConversationSummary>(
            "select id, title, collection_ids, created_at, changed_at from conversations order by changed_at desc limit @limit",
            new { limit }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One conversation, or null when the caller has none with this id.</summary>
    public async Task<ConversationSummary?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<ConversationSummary>(
            "select id, title, collection_ids, created_at, changed_at from conversations where id = @id", new { id }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a conversation another title; a long one is shortened.</summary>
    /// <exception cref="RefusedException"><c>title_missing</c>, <c>conversation_not_found</c>.</exception>
    public Task RenameAsync(Caller caller, Guid id, string? title, CancellationToken cancellationToken) =>
        string.IsNullOrWhiteSpace(title)
            ? throw new RefusedException(RefusalKind.Invalid, "title_missing", "A conversation needs a title.")
            : ChangeAsync(
                caller, "update conversations set title = @title where id = @id", new { id, title = Shorten(title) }, null, id, NoConversation, cancellationToken);

    /// <summary>Removes a conversation with its answers. The audit events of its questions stay.</summary>
    /// <exception cref="RefusedException"><c>conversation_not_found</c>.</exception>
    public Task DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken) =>
        ChangeAsync(caller, "delete from conversations where id = @id", new { id }, "conversation.delete", id, NoConversation, cancellationToken);

    /// <summary>The answers of a conversation in their order; those that rest on a collection now closed to the caller are left out.</summary>
    public async Task<IReadOnlyList<RecordedAnswer>> AnswersAsync(Caller caller, Guid conversation, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<RecordedAnswer>(
            """
            select id, conversation_id, ordinal, question, standalone_question, mode, notice, sentences::text as sentences, conflicts::text as conflicts, model, prompt_version, rating,
                   rating_comment, created_at
            from answers where conversation_id = @conversation order by ordinal
            """, new { conversation }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The citations of all answers of a conversation, by answer and number.</summary>
    public async Task<IReadOnlyList<RecordedCitation>> CitationsAsync(Caller caller, Guid conversation, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<RecordedCitation>(
            """
            select answer_id, number, collection_id, document_id, version_id, title, heading_path, quote, first_page, pieces, place
            from citations where answer_id in (select id from answers where conversation_id = @conversation) order by answer_id, number
            """, new { conversation }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps whether an answer helped.</summary>
    /// <param name="caller">Who asked.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="rating">1 helped, -1 did not, null takes the rating back.</param>
    /// <param name="comment">The person's own words, or null.</param>
    /// <param name="cancellationToken">Stops the statement.</param>
    /// <exception cref="RefusedException"><c>answer_not_found</c>.</exception>
    public Task RateAsync(Caller caller, Guid answer, short? rating, string? comment, CancellationToken cancellationToken) =>
        ChangeAsync(
            caller, "update answers set rating = @rating, rating_comment = @comment where id = @answer", new { answer, rating, comment }, "answer.rate", answer,
            () => new RefusedException(RefusalKind.NotFound, "answer_not_found", "There is no such answer any more."), cancellationToken);

    /// <summary>Begins a conversation whose title is its first question, shortened, in a transaction of the caller's.</summary>
    internal static Task<Guid> InsertAsync(
        DatabaseSession session, Caller caller, string question, IReadOnlyList<Guid> collections, CancellationToken cancellationToken) =>
        session.ReadAsync<Guid>(
            "insert into conversations (user_id, title, collection_ids) values (@UserId, @title, @collections) returning id",
            new { caller.UserId, title = Shorten(question), collections = collections.ToArray() }, cancellationToken);

    private async Task ChangeAsync(
        Caller caller, string sql, object parameters, string? action, Guid subject, Func<RefusedException> missing, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync(sql, parameters, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw missing();
        }

        if (action is not null)
        {
            await session.RecordAsync(caller, action, subject, null, cancellationToken).ConfigureAwait(false);
        }

        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static RefusedException NoConversation() => new(RefusalKind.NotFound, "conversation_not_found", "There is no such conversation.");

    private static string Shorten(string text)
    {
        text = text.ReplaceLineEndings(" ").Trim();
        return text.Length <= MaxTitle ? text : text[..(MaxTitle - 1)].TrimEnd() + "…";
    }
}
