using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Files;
using Npgsql;

namespace KnowledgePlatform.Core.Documents;

/// <summary>Takes files into collections, as documents and as versions of documents.</summary>
public sealed class DocumentUploads(PlatformDatabase database, FileStore files, DocumentPasswords passwords)
{
    /// <summary>
    /// Stores an upload as a document of the collection, or as the next version of <paramref name="document"/>. The same bytes in a collection are recognised,
    /// unless only a superseded version holds them: that one can be brought back. The sweep finds the version for ingestion.
    /// </summary>
    /// <remarks>
    /// <paramref name="title"/> names a new document; without it the file's name does. <paramref name="password"/> opens a protected file; when the collection holds
    /// these bytes and could not read them for want of it, they are read with it.
    /// </remarks>
    /// <exception cref="FileTooLargeException">The file is over the limit.</exception>
    /// <exception cref="RefusedException">
    /// <c>collection_not_found</c>, or the caller may not add to it; <c>document_not_found</c>: it is not in the collection, or was deleted meanwhile;
    /// <c>is_member</c>: it lies within another document; <c>password_invalid</c>.
    /// </exception>
    public async Task<UploadResult> UploadAsync(
        Caller caller, Guid collection, Guid? document, string fileName, Stream content, CancellationToken cancellationToken, string? title = null,
        string? password = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        if (password is not null)
        {
            DocumentPasswords.Require(password);
        }

        // Asked before the bytes are taken: who may not add gets no room on the disk.
        await RequireMayAddAsync(caller, collection, document, cancellationToken).ConfigureAwait(false);
        var stored = await files.StoreAsync(content, cancellationToken).ConfigureAwait(false);
        // Checkpoint: when this process dies before the version is there, housekeeping removes the original that nothing leads to.
        await RegisterOriginalAsync(caller, stored, CancellationToken.None).ConfigureAwait(false);
        try
        {
            var name = CleanName(fileName);
            return await InsertAsync(caller, collection, document, name, TitleOf(title, name), stored, password, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "document_versions_same_bytes" })
        {
            // Two uploads of the same bytes at once: the other one was first.
            return await FindSameAsync(caller, collection, stored, cancellationToken).ConfigureAwait(false) ?? throw CollectionNotFound();
        }
        catch (PostgresException error) when (error.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ForeignKeyViolation)
        {
            // The right to add, or the collection itself, went while the bytes came in.
            throw CollectionNotFound();
        }
    }

    /// <summary>The name under which a file is kept: shown, and sent back as a download. No folders, no control characters, no more than a file system takes.</summary>
    /// <param name="fileName">As sent, perhaps a whole path.</param>
    public static string CleanName(string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        var name = ShownName.Of(fileName).Replace('\\', '/');
        name = string.Concat(name[(name.LastIndexOf('/') + 1)..].Where(c => !char.IsControl(c) && !char.IsSurrogate(c))).Trim();
        // "." and ".." are folders too.
        return name.Trim('.').Length == 0 ? "unnamed" : name.Length > 200 ? name[..100] + "…" + name[^99..] : name;
    }

    private async Task RequireMayAddAsync(Caller caller, Guid collection, Guid? document, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        if (!await session.ReadAsync<bool>("select @collection = any (kp_collections_as('contributor'))", new { collection }, cancellationToken).ConfigureAwait(false))
        {
            throw CollectionNotFound();
        }

        if (document is not null)
        {
            var isMember = await session.FindAsync<bool?>(
                "select parent_id is not null from documents where id = @document and collection_id = @collection", new { collection, document }, cancellationToken)
                .ConfigureAwait(false) ?? throw DocumentNotFound();
            if (isMember)
            {
                throw DocumentStore.IsMember("gets no version of its own: upload a version of that one");
            }
        }
    }

    private async Task RegisterOriginalAsync(Caller caller, StoredFile stored, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("insert into released_originals (sha256) values (@Sha256) on conflict do nothing", new { stored.Sha256 }, cancellationToken)
            .ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<UploadResult> InsertAsync(
        Caller caller, Guid collection, Guid? document, string fileName, string title, StoredFile stored, string? password, CancellationToken cancellationToken)
    {
        if (await FindSameAsync(caller, collection, stored, cancellationToken).ConfigureAwait(false) is { } same)
        {
            await GiveAsync(caller, same, password, cancellationToken).ConfigureAwait(false);
            return same;
        }

        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var (documentId, itsTitle) = document is { } given
            ? await LockAsync(session, given, cancellationToken).ConfigureAwait(false)
            : await session.ReadAsync<(Guid, string)>(
                "insert into documents (collection_id, title, created_by) values (@collection, @title, @user) returning id, title",
                new { collection, title, user = caller.UserId }, cancellationToken).ConfigureAwait(false);
        var versionId = await session.ReadAsync<Guid>(
            """
            insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, uploaded_by)
            values (@documentId, @collection, 1 + coalesce((select max(number) from document_versions where document_id = @documentId), 0),
                    @fileName, @sha, @bytes, @user)
            returning id
            """,
            new { documentId, collection, fileName, sha = stored.Sha256, bytes = stored.Bytes, user = caller.UserId }, cancellationToken).ConfigureAwait(false);
        if (password is not null)
        {
            await passwords.KeepAsync(session, versionId, collection, password, cancellationToken).ConfigureAwait(false);
        }

        var names = await RecordedNames.OfVersionAsync(session, versionId, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(
            caller, "document.upload", documentId,
            new { title = names?.Title, fileName = names?.FileName, collection = names?.Collection, version = versionId, sha256 = Convert.ToHexStringLower(stored.Sha256), bytes = stored.Bytes },
            cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new UploadResult(documentId, versionId, itsTitle, false);
    }

    private async Task GiveAsync(Caller caller, UploadResult same, string? password, CancellationToken cancellationToken)
    {
        try
        {
            await (password is null ? Task.CompletedTask : passwords.GiveAsync(caller, same.VersionId, password, cancellationToken)).ConfigureAwait(false);
        }
        catch (RefusedException refused) when (refused.Code == "password_not_needed")
        {
            // It was read, or is being read: with a password given before, or without.
        }
    }

    // The row of the document is the lock: of two versions that come at once, the second takes the next number.
    private static async Task<(Guid Id, string Title)> LockAsync(DatabaseSession session, Guid document, CancellationToken cancellationToken)
    {
        var found = await session.QueryAsync<(Guid, string)>(
            "select id, title from documents where id = @document for no key update", new { document }, cancellationToken).ConfigureAwait(false);
        return found.Count == 1 ? found[0] : throw DocumentNotFound();
    }

    private async Task<UploadResult?> FindSameAsync(Caller caller, Guid collection, StoredFile stored, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var found = await session.QueryAsync<(Guid Document, Guid Version, string Title)>(
            """
            select v.document_id, v.id, d.title from document_versions v join documents d on d.id = v.document_id
            where v.collection_id = @collection and v.sha256 = @sha and v.state <> 'superseded' and not v.is_member
            """,
            new { collection, sha = stored.Sha256 }, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? null : new UploadResult(found[0].Document, found[0].Version, found[0].Title, true);
    }

    internal static string TitleOf(string? title, string fileName)
    {
        title = string.IsNullOrWhiteSpace(title) ? Path.GetFileNameWithoutExtension(fileName) : title.Trim();
        // ".pdf" has no name before its ending.
        return title.Length switch { 0 => fileName, > DocumentStore.MaxTitle => title[..(DocumentStore.MaxTitle - 1)] + "…", _ => title };
    }

    private static RefusedException CollectionNotFound() =>
        new(RefusalKind.NotFound, "collection_not_found", "There is no such collection that you may add documents to.");

    private static RefusedException DocumentNotFound() =>
        new(RefusalKind.NotFound, "document_not_found", "There is no such document, or it was deleted meanwhile.");
}
