using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Files;
using Npgsql;

namespace KnowledgePlatform.Core.Documents;

/// <summary>Documents and their versions, as a person may see and change them.</summary>
public sealed class DocumentStore(PlatformDatabase database, FileStore files)
{
    private const int MaxTitle = 300;

    private const string Summary = """
        select d.id, d.collection_id, d.title, v.id as version_id, v.number as version_number, v.file_name, v.size_bytes, v.format, v.state, v.reason_code,
               v.reason, v.is_partial, v.page_count, v.chunk_count, v.uploaded_at, v.changed_at, v.published_at
        from documents d
        join lateral (select * from document_versions w where w.document_id = d.id order by w.number desc limit 1) v on true
        """;

    private const string Matching = """
         where d.collection_id = @collection and (@states::text[] is null or v.state = any (@states))
           and (@pattern::text is null or d.title ilike @pattern or v.file_name ilike @pattern)
        """;

    private const string Version = """
        select v.id, v.document_id, v.collection_id, v.number, v.file_name, v.sha256, v.size_bytes, v.format, v.language, v.state, v.reason_code, v.reason,
               v.is_partial, v.skipped::text as skipped, v.attempts, v.page_count, v.word_count, v.chunk_count, u.user_name as uploaded_by, v.uploaded_at,
               v.changed_at, v.published_at
        from document_versions v left join users u on u.id = v.uploaded_by
        """;

    /// <summary>
    /// Stores an upload as a document of the collection, or as the next version of <paramref name="document"/>. The same bytes in a collection are recognised.
    /// The caller queues the ingestion job afterwards; the sweep finds the version when that is lost.
    /// </summary>
    /// <remarks><paramref name="title"/> names a new document; without it the file's name does.</remarks>
    /// <returns>Null when the caller may not add to the collection, or the document is not in it.</returns>
    /// <exception cref="FileTooLargeException">The file is over the limit.</exception>
    public async Task<UploadResult?> UploadAsync(
        Caller caller, Guid collection, Guid? document, string fileName, Stream content, CancellationToken cancellationToken, string? title = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        if (!await MayAddAsync(caller, collection, document, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var stored = await files.StoreAsync(content, cancellationToken).ConfigureAwait(false);
        // Checkpoint: when this process dies before the version is there, housekeeping removes the original that nothing leads to.
        await RegisterOriginalAsync(caller, stored, CancellationToken.None).ConfigureAwait(false);
        try
        {
            var name = CleanName(fileName);
            title = string.IsNullOrWhiteSpace(title) ? Path.GetFileNameWithoutExtension(name) : title.Trim();
            return await InsertAsync(caller, collection, document, name, title, stored, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "document_versions_same_bytes" })
        {
            // Two uploads of the same bytes at once: the other one was first.
            return await FindSameAsync(caller, collection, stored, cancellationToken).ConfigureAwait(false);
        }
    }

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
            "select number, width, height, text, blocks, words from pages where version_id = @version and number = @number",
            new { version, number }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends a failed version through ingestion again. False when it is not failed or the caller may not.</summary>
    public async Task<bool> RetryAsync(Caller caller, Guid version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var changed = await session.ExecuteAsync(
            """
            update document_versions
            set state = 'received', reason_code = null, reason = null, attempts = 0, next_attempt_at = null, lease_until = null, changed_at = now()
            where id = @version and state = 'failed'
            """, new { version }, cancellationToken).ConfigureAwait(false);
        if (changed == 0)
        {
            return false;
        }

        await session.RecordAsync(caller, "document.retry", version, null, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Gives a document another title. False when there is none that the caller may change.</summary>
    /// <exception cref="RefusedException"><c>title_invalid</c>.</exception>
    public async Task<bool> RenameAsync(Caller caller, Guid id, string title, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(title);
        title = title.Trim();
        if (title.Length is 0 or > MaxTitle)
        {
            throw new RefusedException(RefusalKind.Invalid, "title_invalid", $"A title has 1 to {MaxTitle} characters.");
        }

        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync("update documents set title = @title where id = @id", new { id, title }, cancellationToken).ConfigureAwait(false) == 0)
        {
            return false;
        }

        await session.RecordAsync(caller, "document.rename", id, new { title }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// Deletes a document with its versions, pages, chunks and the citations of it. The originals are removed when no other document holds the same bytes.
    /// </summary>
    /// <returns>False when there is none that the caller may delete.</returns>
    public async Task<bool> DeleteAsync(Caller caller, Guid id, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var title = await session.FindAsync<string>("delete from documents where id = @id returning title", new { id }, cancellationToken).ConfigureAwait(false);
        if (title is null)
        {
            return false;
        }

        await session.RecordAsync(caller, "document.delete", id, null, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> MayAddAsync(Caller caller, Guid collection, Guid? document, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.ReadAsync<bool>(
            """
            select @collection = any (kp_collections_as('contributor'))
               and (@document::uuid is null or exists (select from documents where id = @document and collection_id = @collection))
            """, new { collection, document }, cancellationToken).ConfigureAwait(false);
    }

    private async Task RegisterOriginalAsync(Caller caller, StoredFile stored, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("insert into released_originals (sha256) values (@Sha256) on conflict do nothing", new { stored.Sha256 }, cancellationToken)
            .ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<UploadResult> InsertAsync(
        Caller caller, Guid collection, Guid? document, string fileName, string title, StoredFile stored, CancellationToken cancellationToken)
    {
        if (await FindSameAsync(caller, collection, stored, cancellationToken).ConfigureAwait(false) is { } same)
        {
            return same;
        }

        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var documentId = document ?? await session.ReadAsync<Guid>(
            "insert into documents (collection_id, title, created_by) values (@collection, @title, @user) returning id",
            new { collection, title, user = caller.UserId }, cancellationToken).ConfigureAwait(false);
        var versionId = await session.ReadAsync<Guid>(
            """
            insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, uploaded_by)
            values (@documentId, @collection, 1 + coalesce((select max(number) from document_versions where document_id = @documentId), 0),
                    @fileName, @sha, @bytes, @user)
            returning id
            """,
            new { documentId, collection, fileName, sha = stored.Sha256, bytes = stored.Bytes, user = caller.UserId }, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(
            caller, "document.upload", documentId, new { version = versionId, sha256 = Convert.ToHexStringLower(stored.Sha256), bytes = stored.Bytes },
            cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new UploadResult(documentId, versionId, false);
    }

    private async Task<UploadResult?> FindSameAsync(Caller caller, Guid collection, StoredFile stored, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var found = await session.QueryAsync<(Guid Document, Guid Version)>(
            "select document_id, id from document_versions where collection_id = @collection and sha256 = @sha",
            new { collection, sha = stored.Sha256 }, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : new UploadResult(found[0].Document, found[0].Version, true);
    }

    // A name is shown and sent back as a download; no folders, no control characters, no more than a file system takes.
    private static string CleanName(string fileName)
    {
        var name = fileName.Replace('\\', '/');
        name = string.Concat(name[(name.LastIndexOf('/') + 1)..].Where(c => !char.IsControl(c) && !char.IsSurrogate(c))).Trim();
        return name.Length switch { 0 => "unnamed", > 200 => name[..100] + "…" + name[^99..], _ => name };
    }
}
