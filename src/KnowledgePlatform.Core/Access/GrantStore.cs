using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using Npgsql;

namespace KnowledgePlatform.Core.Access;

/// <summary>One access to a collection, of a person or of a group.</summary>
/// <param name="Id">The grant.</param>
/// <param name="UserId">The person, or null.</param>
/// <param name="GroupId">The group, or null.</param>
/// <param name="Name">Name of the person or group.</param>
/// <param name="MemberCount">People in the group; null for a person.</param>
/// <param name="Role">reader, contributor or manager.</param>
/// <param name="CreatedAt">UTC.</param>
public sealed record CollectionGrant(Guid Id, Guid? UserId, Guid? GroupId, string Name, int? MemberCount, string Role, DateTime CreatedAt);

/// <summary>Somebody who could be given access.</summary>
/// <param name="Id">Person or group.</param>
/// <param name="IsGroup">Which of the two.</param>
/// <param name="Name">What to show.</param>
public sealed record GrantCandidate(Guid Id, bool IsGroup, string Name);

/// <summary>Who may open a collection. Row-level security decides who may change that: its managers.</summary>
public sealed class GrantStore(PlatformDatabase database)
{
    /// <summary>Everybody with access to the collection: groups first, then people, by name.</summary>
    /// <exception cref="RefusedException"><c>collection_not_found</c>.</exception>
    public async Task<IReadOnlyList<CollectionGrant>> ListAsync(Caller caller, Guid collection, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await RequireAsync(session, collection, "reader", cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<CollectionGrant>(
            """
            select r.id, r.user_id, r.group_id, coalesce(g.name, nullif(u.display_name, ''), u.user_name) as name,
                   case when g.id is not null then (select count(*)::int from group_members m where m.group_id = g.id) end as member_count,
                   r.role, r.created_at
            from grants r left join users u on u.id = r.user_id left join groups g on g.id = r.group_id
            where r.collection_id = @collection order by g.id is null, lower(coalesce(g.name, u.display_name)), u.user_name
            """,
            new { collection },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>People and groups that have no access of their own yet; for the collection's managers.</summary>
    public async Task<IReadOnlyList<GrantCandidate>> CandidatesAsync(Caller caller, Guid collection, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await RequireAsync(session, collection, "manager", cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<GrantCandidate>(
            """
            select id, true as is_group, name from groups
            where id not in (select group_id from grants where collection_id = @collection and group_id is not null)
            union all
            select id, false, case when display_name = '' then user_name else display_name || ' (' || user_name || ')' end from users
            where id not in (select user_id from grants where collection_id = @collection and user_id is not null)
            order by is_group desc, name
            """,
            new { collection },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens the collection to a person or a group.</summary>
    /// <exception cref="RefusedException"><c>collection_not_found</c>, <c>manager_only</c>, <c>grant_exists</c>, <c>grantee_not_found</c>.</exception>
    public async Task GiveAsync(
        Caller caller, Guid collection, Guid grantee, bool isGroup, CollectionRole role, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await RequireAsync(session, collection, "manager", cancellationToken).ConfigureAwait(false);
        try
        {
            await session.ExecuteAsync(
                "insert into grants (collection_id, user_id, group_id, role, created_by) values (@collection, @user, @group, @role, @by)",
                new { collection, user = isGroup ? (Guid?)null : grantee, group = isGroup ? grantee : (Guid?)null, role = Name(role), by = caller.UserId },
                cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new RefusedException(RefusalKind.Conflict, "grant_exists", "This person or group has access already: change the role instead.");
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new RefusedException(RefusalKind.NotFound, "grantee_not_found", "There is no such person or group.");
        }

        var names = await NamesAsync(session, "@id in (r.user_id, r.group_id)", collection, grantee, cancellationToken).ConfigureAwait(false);
        await FinishAsync(
            session, caller, collection, "access.give",
            new { person = names?.Person, group = names?.Group, role = Name(role), collection = names?.Collection, grantee }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Changes what a person or group may do.</summary>
    /// <exception cref="RefusedException"><c>collection_not_found</c>, <c>manager_only</c>, <c>grant_not_found</c>, <c>last_manager</c>.</exception>
    public Task ChangeAsync(Caller caller, Guid collection, Guid grant, CollectionRole role, CancellationToken cancellationToken) =>
        OnGrantAsync(caller, collection, grant, role, cancellationToken);

    /// <summary>Takes access away.</summary>
    /// <exception cref="RefusedException"><c>collection_not_found</c>, <c>manager_only</c>, <c>grant_not_found</c>, <c>last_manager</c>.</exception>
    public Task TakeAsync(Caller caller, Guid collection, Guid grant, CancellationToken cancellationToken) =>
        OnGrantAsync(caller, collection, grant, null, cancellationToken);

    // Role null: the access is taken.
    private async Task OnGrantAsync(Caller caller, Guid collection, Guid grant, CollectionRole? role, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await RequireAsync(session, collection, "manager", cancellationToken).ConfigureAwait(false);
        if (role != CollectionRole.Manager)
        {
            await RequireAnotherManagerAsync(session, collection, grant, cancellationToken).ConfigureAwait(false);
        }

        var sql = role is null
            ? "delete from grants where id = @grant and collection_id = @collection"
            : "update grants set role = @role where id = @grant and collection_id = @collection";
        var name = role is { } given ? Name(given) : null;
        // Before the change: whoever gives up the own access sees nothing afterwards.
        var names = await NamesAsync(session, "r.id = @id", collection, grant, cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync(sql, new { grant, collection, role = name }, cancellationToken).ConfigureAwait(false) == 0)
        {
            throw new RefusedException(RefusalKind.NotFound, "grant_not_found", "This access was removed in the meantime.");
        }

        var action = role is null ? "access.take" : "access.change";
        await FinishAsync(
            session, caller, collection, action,
            new { person = names?.Person, group = names?.Group, role = name ?? names?.Role, before = name is null ? null : names?.Role, collection = names?.Collection, grant },
            cancellationToken).ConfigureAwait(false);
    }

    // As they are called when it happens: the event outlives the person, the group and the collection.
    private static Task<GrantNames?> NamesAsync(DatabaseSession session, string which, Guid collection, Guid id, CancellationToken cancellationToken) =>
        session.FindAsync<GrantNames>(
            $"""
            select case when u.display_name = '' then u.user_name else u.display_name || ' (' || u.user_name || ')' end as person, g.name as "group", r.role, c.name as collection
            from grants r join collections c on c.id = r.collection_id left join users u on u.id = r.user_id left join groups g on g.id = r.group_id
            where r.collection_id = @collection and {which}
            """, new { collection, id }, cancellationToken);

    private static async Task RequireAnotherManagerAsync(DatabaseSession session, Guid collection, Guid grant, CancellationToken cancellationToken)
    {
        // Two managers who remove each other at once would leave nobody: one after the other. Asked before the change, because afterwards a caller who
        // gave up the own access sees nothing. A group without members manages nothing.
        await ManagerRule.LockAsync(session, cancellationToken).ConfigureAwait(false);
        var isLast = await session.ReadAsync<bool>(
            """
            select exists (select from grants where collection_id = @collection and id = @grant and role = 'manager')
               and not exists (select from grants where collection_id = @collection and id <> @grant and role = 'manager'
                               and (user_id is not null or exists (select from group_members m where m.group_id = grants.group_id)))
            """,
            new { collection, grant },
            cancellationToken).ConfigureAwait(false);
        if (isLast)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "last_manager", "This is the collection's last manager. Make somebody else a manager first.");
        }
    }

    private static async Task FinishAsync(
        DatabaseSession session, Caller caller, Guid collection, string action, object detail, CancellationToken cancellationToken)
    {
        await session.RecordAsync(caller, action, collection, detail, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static async Task RequireAsync(DatabaseSession session, Guid collection, string minimum, CancellationToken cancellationToken)
    {
        var (reads, enough) = await session.ReadAsync<(bool, bool)>(
            "select @collection = any (kp_collections_as('reader')), @collection = any (kp_collections_as(@minimum))",
            new { collection, minimum },
            cancellationToken).ConfigureAwait(false);
        if (!reads)
        {
            throw new RefusedException(RefusalKind.NotFound, "collection_not_found", "There is no such collection, or it is not open to you.");
        }

        if (!enough)
        {
            throw new RefusedException(RefusalKind.Forbidden, "manager_only", "Only the collection's managers may do this.");
        }
    }

    private static string Name(CollectionRole role) => role switch
    {
        CollectionRole.Reader => "reader",
        CollectionRole.Contributor => "contributor",
        CollectionRole.Manager => "manager",
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    private sealed record GrantNames(string? Person, string? Group, string Role, string Collection);
}
