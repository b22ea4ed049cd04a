using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Documents;

/// <summary>A word that people gave to a document.</summary>
/// <param name="Tag">As it was typed first.</param>
/// <param name="IsInherited">True when it was given to what holds the document, and can be taken away there only.</param>
public sealed record DocumentTag(string Tag, bool IsInherited);

/// <summary>Tags of documents: everyone who may open a document sees them, those who may add documents give and take them.</summary>
public sealed partial class DocumentTagStore(PlatformDatabase database)
{
    /// <summary>Longest tag in UTF-16 code units.</summary>
    public const int LongestTag = 50;

    private const int MostTags = 50;

    /// <summary>The tags of a document, in order.</summary>
    /// <exception cref="RefusedException"><c>document_not_found</c>.</exception>
    public async Task<IReadOnlyList<DocumentTag>> ListAsync(Caller caller, Guid document, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.ReadAsync<bool>("select exists (select from documents where id = @document)", new { document }, cancellationToken).ConfigureAwait(false)
            ? await session.QueryAsync<DocumentTag>(
                """
                with recursive holders as (
                    select id, parent_id, false as inherited from documents where id = @document
                    union all
                    select d.id, d.parent_id, true from documents d join holders h on d.id = h.parent_id)
                select min(t.tag) as tag, bool_and(h.inherited) as is_inherited from holders h join document_tags t on t.document_id = h.id group by lower(t.tag) order by lower(t.tag)
                """, new { document }, cancellationToken).ConfigureAwait(false)
            : throw NotFound();
    }

    /// <summary>Gives a document a tag; one that it has already stays as it is.</summary>
    /// <exception cref="RefusedException"><c>tag_invalid</c>, <c>too_many_tags</c>, <c>document_not_found</c> (or the caller may not change it).</exception>
    public async Task AddAsync(Caller caller, Guid document, string? tag, CancellationToken cancellationToken)
    {
        var clean = Checked(tag);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        // The row of the document is the lock: of two that come at once the second counts the first.
        var found = await session.QueryAsync<Guid>(
            "select id from documents where id = @document and collection_id = any (kp_collections_as('contributor')) for no key update", new { document }, cancellationToken)
            .ConfigureAwait(false);
        if (found.Count == 0)
        {
            throw NotFound();
        }

        var has = await session.QueryAsync<string>("select lower(tag) from document_tags where document_id = @document", new { document }, cancellationToken).ConfigureAwait(false);
        if (has.Count >= MostTags && !has.Contains(clean.ToLowerInvariant()))
        {
            throw new RefusedException(RefusalKind.Conflict, "too_many_tags", $"A document has {MostTags} tags at most.");
        }

        if (await session.ExecuteAsync(
            """
            insert into document_tags (document_id, collection_id, tag, created_by) select id, collection_id, @clean, @user from documents where id = @document
            on conflict do nothing
            """, new { document, clean, user = caller.UserId }, cancellationToken).ConfigureAwait(false) > 0)
        {
            var names = await RecordedNames.OfDocumentAsync(session, document, cancellationToken).ConfigureAwait(false);
            await session.RecordAsync(
                caller, "document.tag", document, new { tag = clean, title = names?.Title, collection = names?.Collection }, cancellationToken).ConfigureAwait(false);
        }

        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a tag away; none when the document has it not of its own.</summary>
    /// <exception cref="RefusedException"><c>tag_not_found</c>: the document has none such, or the caller may not change it.</exception>
    public async Task RemoveAsync(Caller caller, Guid document, string? tag, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync(
            "delete from document_tags where document_id = @document and lower(tag) = lower(@tag)", new { document, tag = tag?.Trim() ?? "" }, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new RefusedException(RefusalKind.NotFound, "tag_not_found", "The document has no such tag of its own, or you may not take it away.");
        }

        var names = await RecordedNames.OfDocumentAsync(session, document, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(
            caller, "document.untag", document, new { tag = tag?.Trim(), title = names?.Title, collection = names?.Collection }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A tag as it is kept.</summary>
    /// <exception cref="RefusedException"><c>tag_invalid</c>.</exception>
    public static string Checked(string? tag)
    {
        var clean = Spaces().Replace(Unseen().Replace(tag ?? "", ""), " ").Trim();
        return clean.Length is > 0 and <= LongestTag && !clean.Any(char.IsControl)
            ? clean
            : throw new RefusedException(RefusalKind.Invalid, "tag_invalid", $"A tag has 1 to {LongestTag} characters.");
    }

    private static RefusedException NotFound() =>
        new(RefusalKind.NotFound, "document_not_found", "There is no such document, or you may not do this with it.");

    [GeneratedRegex(@"[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]")]
    private static partial Regex Unseen();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
