using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>What a version holds while it is being read: stored and listed one by one, and no document yet.</summary>
public sealed class StagedMembers(PlatformDatabase database, OriginalIntake intake, IOptions<IngestionOptions> options)
{
    private sealed record Taken(int Nesting, long Count, long Bytes);

    /// <summary>Forgets what an attempt before listed, and says how much may be taken out of this version: the disk is filled long before it is published.</summary>
    /// <exception cref="LeaseLostException">The version belongs to another worker now.</exception>
    internal async Task<MemberRoom> BeginAsync(ClaimedVersion version, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        await session.HoldAsync(version, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("delete from staged_members where version_id = @Id", new { version.Id }, cancellationToken).ConfigureAwait(false);
        // What lies below this document is listed anew. All else counts: members, and what was listed to become one.
        var taken = await session.ReadAsync<Taken>(
            """
            with within as (select kp_root_document(@DocumentId) as id union all select id from kp_members_below(kp_root_document(@DocumentId))),
            others as (select id from within except select id from kp_members_below(@DocumentId)),
            taken as (
                select v.size_bytes from document_versions v join others o on o.id = v.document_id where v.is_member
                union all
                select s.size_bytes from staged_members s join document_versions v on v.id = s.version_id join others o on o.id = v.document_id
                where not exists (select from documents d where d.parent_id = v.document_id and d.member_sha256 = s.sha256))
            select kp_nesting(@DocumentId) as nesting, count(*) as count, coalesce(sum(size_bytes), 0)::bigint as bytes from taken
            """, new { version.DocumentId }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return MemberRoom.Of(options.Value, taken.Nesting, taken.Count, taken.Bytes);
    }

    /// <summary>Stores a member and lists it. The same bytes under another name are the same member.</summary>
    /// <exception cref="LeaseLostException">The version belongs to another worker now.</exception>
    internal async Task TakeAsync(ClaimedVersion version, int ordinal, string path, Stream content, CancellationToken cancellationToken)
    {
        var stored = await intake.StoreAsync(content, cancellationToken).ConfigureAwait(false);
        // Each in a transaction of its own: housekeeping must see at once that the file is in use, however long the reading takes.
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        await session.HoldAsync(version, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            insert into staged_members (version_id, sha256, collection_id, ordinal, path, size_bytes) values (@Id, @Sha256, @CollectionId, @ordinal, @path, @Bytes)
            on conflict do nothing
            """,
            new { version.Id, stored.Sha256, version.CollectionId, ordinal, path, stored.Bytes }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
