using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Documents;

/// <summary>Documents and their versions, as a person may see and change them.</summary>
public sealed class DocumentStore(PlatformDatabase database)
{
    internal const int MaxTitle = 300;

    private const string Summary = """
        select d.id, d.collection_id, d.title, v.id as version_id, v.number as version_number, v.file_name, v.size_bytes, v.format, v.state, v.reason_code,
               v.reason, v.is_partial, v.confidence, v.page_count, v.chunk_count, v.uploaded_at, v.changed_at, v.published_at, d.parent_id as parent, p.title as parent_title, d.member_path,
               (select count(*) from documents m where m.parent_id = d.id) as members
        from documents d left join documents p on p.id = d.parent_id
        join lateral (select * from document_versions w where w.document_id = d.id order by w.number desc limit 1) v on true
        """;

    private const string Matching = """
         where d.collection_id = @collection and (@states::text[] is null or v.state = any (@states))
           and (not @attention or v.state = 'failed' or (v.state = 'published' and (v.is_partial or v.reason is not null or v.confidence < @unsure)))
           and (@pattern::text is null or d.title ilike @pattern or v.file_name ilike @pattern)
        """;

    private const string Version = """
        select v.id, v.document_id, v.collection_id, v.number, v.file_name, v.sha256, v.size_bytes, v.format, v.language, v.state, v.reason_code, v.reason,
               v.is_partial, v.skipped::text as skipped, v.attempts, v.page_count, v.word_count, v.chunk_count, u.user_name as uploaded_by, v.uploaded_at,
               v.changed_at, v.published_at, v.unlocked_sha256, v.author, v.dated
        from document_versions v left join users u on u.id = v.uploaded_by
        """;

    /// <summary>Documents of a collection, newest first.</summary>
    public async Task<IReadOnlyList<DocumentSummary>> ListAsync(Caller caller, Guid collection, DocumentQuery query, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<DocumentSummary>(
            Summary + Matching + " order by d.created_at desc, d.id limit @Limit offset @Offset", query.ToParameters(collection), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>How many documents of a collection a query matches, whatever its limit.</summary>
    public async Task<long> CountAsync(Caller caller, Guid collection, DocumentQuery query, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.ReadAsync<long>(
            "select count(*) from (" + Summary + Matching + ") matching", query.ToParameters(collection), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One document with its newest version, or null.</summary>
    public async Task<DocumentSummary?> FindAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<DocumentSummary>(Summary + " where d.id = @id", new { id }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The files within a document, in the order in which they lie in it; those within them are theirs.</summary>
    public async Task<IReadOnlyList<DocumentSummary>> MembersAsync(Caller caller, Guid document, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<DocumentSummary>(Summary + " where d.parent_id = @document order by d.created_at, d.id", new { document }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The versions of a document, newest first.</summary>
    public async Task<IReadOnlyList<DocumentVersion>> VersionsAsync(Caller caller, Guid document, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<DocumentVersion>(
            Version + " where v.document_id = @document order by v.number desc", new { document }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One version, or null.</summary>
    public async Task<DocumentVersion?> FindVersionAsync(Caller caller, Guid version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<DocumentVersion>(Version + " where v.id = @version", new { version }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What each stage of a version's ingestion took, in the order of their beginnings.</summary>
    public async Task<IReadOnlyList<StageRun>> StagesAsync(Caller caller, Guid version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<StageRun>(
            "select stage, started_at, finished_at, item_count, error from ingestion_stages where version_id = @version order by id",
            new { version }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The sizes of a version's pages in points, by number; a page that could not be read has none.</summary>
    public async Task<IReadOnlyList<PageSize>> PageSizesAsync(Caller caller, Guid version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<PageSize>(
            "select number, width, height from pages where version_id = @version order by number", new { version }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One page of a version, or null.</summary>
    public async Task<StoredPage?> FindPageAsync(Caller caller, Guid version, int number, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<StoredPage>(
            "select number, width, height, text, blocks, words, confidences, label, bates, line_numbers from pages where version_id = @version and number = @number",
            new { version, number }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What was recognised in pictures of pages, or null when nothing was.</summary>
    public async Task<RecognizedPages?> RecognizedAsync(Caller caller, Guid version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<RecognizedPages>(
            """
            select count(distinct number) as pages, coalesce(avg(confidence), 0)::float8 as confidence, count(*) filter (where confidence < @doubtful) as doubtful
            from pages left join unnest(confidences) as confidence on true
            where version_id = @version and confidences is not null having count(*) > 0
            """, new { version, doubtful = StoredPage.Doubtful }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a failed version through ingestion again.</summary>
    /// <exception cref="RefusedException"><c>document_not_found</c>, <c>not_failed</c>.</exception>
    public Task RetryAsync(Caller caller, Guid version, CancellationToken cancellationToken) => BeginAnewAsync(
        caller, version, "state = 'failed'", "document.retry",
        () => new RefusedException(RefusalKind.Conflict, "not_failed", "Only a version that failed can be tried again, by those who may add documents."), cancellationToken);

    /// <summary>Reads the published version of a document again, such as with a reader that has learned more since. Until it is through, what was read before is found.</summary>
    /// <exception cref="RefusedException"><c>document_not_found</c>, <c>not_published</c>.</exception>
    public Task RereadAsync(Caller caller, Guid version, CancellationToken cancellationToken) => BeginAnewAsync(
        caller, version, "state = 'published'", "document.reread",
        () => new RefusedException(RefusalKind.Conflict, "not_published", "Only a published version can be read again, by those who may add documents."), cancellationToken);

    private async Task BeginAnewAsync(
        Caller caller, Guid version, string when, string action, Func<RefusedException> refused, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var changed = await session.ExecuteAsync(
            $"""
            update document_versions
            set state = 'received', reason_code = null, reason = null, attempts = 0, next_attempt_at = null, lease_until = null, changed_at = now()
            where id = @version and {when}
            """, new { version }, cancellationToken).ConfigureAwait(false);
        if (changed == 0)
        {
            throw await session.ReadAsync<bool>("select exists (select from document_versions where id = @version)", new { version }, cancellationToken).ConfigureAwait(false)
                ? refused()
                : NotFound();
        }

        var names = await RecordedNames.OfVersionAsync(session, version, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(caller, action, version, new { title = names?.Title, fileName = names?.FileName, collection = names?.Collection }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a document another title.</summary>
    /// <exception cref="RefusedException"><c>title_invalid</c>, <c>document_not_found</c> (or the caller may not change it).</exception>
    public async Task RenameAsync(Caller caller, Guid id, string? title, CancellationToken cancellationToken)
    {
        title = ShownName.Of(title ?? "").Trim();
        if (title.Length is 0 or > MaxTitle)
        {
            throw new RefusedException(RefusalKind.Invalid, "title_invalid", $"A title has 1 to {MaxTitle} characters.");
        }

        await ChangeAsync(caller, "update documents set title = @title where id = @id", id, title, "document.rename", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Deletes a document with its versions, pages, chunks, the citations of it, and all of that of the files within it. The originals are removed when no other document
    /// holds the same bytes.
    /// </summary>
    /// <exception cref="RefusedException">
    /// <c>document_not_found</c>, or the caller may not delete it; <c>is_member</c>: it lies within another document, whose original holds it still.
    /// </exception>
    public async Task DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        if (await FindAsync(caller, id, cancellationToken).ConfigureAwait(false) is { Parent: not null })
        {
            throw IsMember("goes with that one: delete that one, or upload a version of it without this file");
        }

        await ChangeAsync(caller, "delete from documents where id = @id", id, null, "document.delete", cancellationToken).ConfigureAwait(false);
    }

    internal static RefusedException IsMember(string sentence) => new(RefusalKind.Conflict, "is_member", $"This document lies within another one and {sentence}.");

    private async Task ChangeAsync(
        Caller caller, string statement, Guid id, string? title, string action, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var before = await RecordedNames.OfDocumentAsync(session, id, cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync(statement, new { id, title }, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw NotFound();
        }

        await session.RecordAsync(
            caller, action, id, new { title = title ?? before?.Title, before = title is null ? null : before?.Title, fileName = before?.FileName, collection = before?.Collection }, cancellationToken)
            .ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static RefusedException NotFound() =>
        new(RefusalKind.NotFound, "document_not_found", "There is no such document, or you may not do this with it.");
}
