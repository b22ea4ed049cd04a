using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Access;

/// <summary>A collection keeps somebody who manages it: nobody else could give access to it any more.</summary>
internal static class ManagerRule
{
    /// <summary>
    /// Changes of who manages go one after the other: two that each leave the other's manager would leave nobody.
    /// </summary>
    public static Task LockAsync(DatabaseSession session, CancellationToken cancellationToken) =>
        session.ExecuteAsync("select pg_advisory_xact_lock(7210946)", null, cancellationToken);

    /// <summary>The collections that the people of a group manage through it, before a change takes that away. A group without members manages nothing.</summary>
    public static async Task<IReadOnlyList<Guid>> ManagedThroughAsync(DatabaseSession session, Guid group, CancellationToken cancellationToken)
    {
        await LockAsync(session, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<Guid>(
            """
            select collection_id from grants
            where group_id = @group and role = 'manager' and exists (select from group_members m where m.group_id = grants.group_id)
            """,
            new { group },
            cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="RefusedException"><c>last_manager</c>: one of the collections has no manager now; the transaction must not be committed.</exception>
    public static async Task RequireManagedAsync(DatabaseSession session, IReadOnlyList<Guid> collections, CancellationToken cancellationToken)
    {
        if (collections.Count == 0)
        {
            return;
        }

        var left = await session.ReadAsync<int>(
            """
            select count(*)::int from unnest(@collections) as c (id)
            where not exists (select from grants g where g.collection_id = c.id and g.role = 'manager'
                              and (g.user_id is not null or exists (select from group_members m where m.group_id = g.group_id)))
            """,
            new { collections = collections.ToArray() },
            cancellationToken).ConfigureAwait(false);
        if (left > 0)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "last_manager",
                $"{(left == 1 ? "A collection" : $"{left} collections")} would be left without a manager. Whoever is in the group must make somebody else a manager first.");
        }
    }
}
