using System.Globalization;
using System.Text.Json;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>
/// Makes what a version holds its document's members, in the transaction that publishes the version: new ones become documents that wait for work, those that are
/// still there stay as they are, the others go with every trace.
/// </summary>
public sealed class MemberPublication(IOptions<IngestionOptions> options)
{
    private sealed record Member(byte[] Sha256, string Path, long SizeBytes);

    private sealed record Taken(long Count, long Bytes);

    /// <summary>Locks the document that was uploaded, before the one that is published: of two members that are published at once the second counts what the first added.</summary>
    internal Task LockAsync(DatabaseSession session, ClaimedVersion version, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        select from documents where id = kp_root_document(@DocumentId) and exists (select from staged_members where version_id = @Id) for no key update
        """, new { version.Id, version.DocumentId }, cancellationToken);

    /// <summary>To be called before the version's state says that it is published.</summary>
    /// <returns>The documents that are gone, with those within them.</returns>
    internal async Task<IReadOnlyList<Guid>> PublishAsync(DatabaseSession session, ClaimedVersion version, CancellationToken cancellationToken)
    {
        // What goes takes the answers that cite it along: only a list that is whole may say that it is gone.
        var gone = await session.QueryAsync<Guid>(
            """
            select g.id from documents d, lateral (select d.id union all select id from kp_members_below(d.id)) g
            where d.parent_id = @DocumentId and not exists (select from staged_members s where s.version_id = @Id and s.sha256 = d.member_sha256)
              and exists (select from staged_readings where version_id = @Id and lists_all_members)
            """, new { version.Id, version.DocumentId }, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            """
            delete from documents where id = any (@gone);
            update documents d set member_path = s.path from staged_members s
            where d.parent_id = @DocumentId and s.version_id = @Id and s.sha256 = d.member_sha256 and s.path <> d.member_path;
            """, new { version.Id, version.DocumentId, gone = gone.ToArray() }, cancellationToken).ConfigureAwait(false);
        await AddAsync(session, version, cancellationToken).ConfigureAwait(false);
        return gone;
    }

    private async Task AddAsync(DatabaseSession session, ClaimedVersion version, CancellationToken cancellationToken)
    {
        var fresh = await session.QueryAsync<Member>(
            """
            select sha256, path, size_bytes from staged_members s
            where version_id = @Id and not exists (select from documents d where d.parent_id = @DocumentId and d.member_sha256 = s.sha256) order by ordinal
            """, new { version.Id, version.DocumentId }, cancellationToken).ConfigureAwait(false);
        if (fresh.Count == 0)
        {
            return;
        }

        var fitting = await FittingAsync(session, version, fresh, cancellationToken).ConfigureAwait(false);
        await InsertAsync(session, version, fitting, cancellationToken).ConfigureAwait(false);
        if (fitting.Count < fresh.Count)
        {
            await ReportAsync(session, version, fresh.Count - fitting.Count, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<Member>> FittingAsync(DatabaseSession session, ClaimedVersion version, IReadOnlyList<Member> fresh, CancellationToken cancellationToken)
    {
        var taken = await session.ReadAsync<Taken>(
            """
            select count(*) as count, coalesce(sum(v.size_bytes), 0)::bigint as bytes
            from kp_members_below(kp_root_document(@DocumentId)) m join document_versions v on v.document_id = m.id
            """, new { version.DocumentId }, cancellationToken).ConfigureAwait(false);
        var (count, bytes) = (taken.Count, taken.Bytes);
        return [.. fresh.TakeWhile(member => ++count <= options.Value.MaxMembersInAll && (bytes += member.SizeBytes) <= options.Value.MaxMemberBytesInAll)];
    }

    private static async Task InsertAsync(DatabaseSession session, ClaimedVersion version, List<Member> members, CancellationToken cancellationToken)
    {
        var names = members.Select(member => DocumentUploads.CleanName(member.Path)).ToArray();
        await session.ExecuteAsync(
            """
            with fresh as (
                select * from unnest(@ids::uuid[], @names::text[], @titles::text[], @paths::text[], @hashes::bytea[], @sizes::bigint[]) as n (id, name, title, path, sha256, bytes)),
            uploaded as (select uploaded_by from document_versions where id = @Id),
            made as (
                insert into documents (id, collection_id, title, created_by, parent_id, member_path, member_sha256)
                select n.id, @CollectionId, n.title, u.uploaded_by, @DocumentId, n.path, n.sha256 from fresh n, uploaded u returning id)
            insert into document_versions (document_id, collection_id, number, file_name, sha256, size_bytes, uploaded_by, is_member)
            select made.id, @CollectionId, 1, n.name, n.sha256, n.bytes, u.uploaded_by, true from made join fresh n on n.id = made.id, uploaded u order by n.id
            """,
            new
            {
                version.Id, version.DocumentId, version.CollectionId, names,
                // In the order of the file that holds them: ids of one moment follow each other.
                ids = members.Select(_ => Guid.CreateVersion7()).Order().ToArray(),
                titles = names.Select(name => DocumentUploads.TitleOf(null, name)).ToArray(),
                paths = members.Select(member => member.Path).ToArray(),
                hashes = members.Select(member => member.Sha256).ToArray(),
                sizes = members.Select(member => member.SizeBytes).ToArray(),
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task ReportAsync(DatabaseSession session, ClaimedVersion version, int left, CancellationToken cancellationToken)
    {
        var reason = string.Create(CultureInfo.InvariantCulture, $"{left:N0} file(s) were not taken out: {MemberRoom.Most(options.Value)}");
        await session.ExecuteAsync(
            "update staged_readings set is_partial = true, skipped = skipped || @more::jsonb where version_id = @Id",
            new { version.Id, more = JsonSerializer.Serialize<Skipped[]>([new Skipped(null, reason)], JsonSerializerOptions.Web) }, cancellationToken).ConfigureAwait(false);
    }
}
