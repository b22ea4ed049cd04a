using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Npgsql;

namespace KnowledgePlatform.Core.Access;

/// <summary>A group of people that collections are opened to.</summary>
/// <param name="Id">The group.</param>
/// <param name="Name">Its name, unique.</param>
/// <param name="MemberCount">How many people are in it.</param>
/// <param name="CollectionCount">How many collections are open to it.</param>
public sealed record PersonGroup(Guid Id, string Name, int MemberCount, int CollectionCount);

/// <summary>A member of a group.</summary>
public sealed record GroupMember(Guid Id, string UserName, string DisplayName);

/// <summary>Groups of people. Everything here is for administrators.</summary>
public sealed class GroupStore(PlatformDatabase database)
{
    private const string NameOf = "select name from groups where id = @group";

    /// <summary>All groups by name.</summary>
    public Task<IReadOnlyList<PersonGroup>> ListAsync(Caller caller, CancellationToken cancellationToken) =>
        ReadAsync<PersonGroup>(
            caller,
            """
            select id, name, (select count(*)::int from group_members m where m.group_id = g.id) as member_count,
                   (select count(*)::int from grants r where r.group_id = g.id) as collection_count
            from groups g order by lower(name)
            """,
            null,
            cancellationToken);

    /// <summary>The people of one group by user name.</summary>
    public Task<IReadOnlyList<GroupMember>> MembersAsync(Caller caller, Guid group, CancellationToken cancellationToken) =>
        ReadAsync<GroupMember>(
            caller,
            """
            select u.id, u.user_name, u.display_name from group_members m join users u on u.id = m.user_id
            where m.group_id = @group order by u.normalized_user_name
            """,
            new { group },
            cancellationToken);

    /// <summary>Makes a group.</summary>
    /// <exception cref="RefusedException"><c>group_name_taken</c>, <c>group_name_invalid</c>.</exception>
    public async Task<Guid> AddAsync(Caller caller, string name, CancellationToken cancellationToken)
    {
        var made = Guid.CreateVersion7();
        await ChangeAsync(caller, made, "group.add", "insert into groups (id, name) values (@group, @name)", new { name = Named(name) }, cancellationToken)
            .ConfigureAwait(false);
        return made;
    }

    /// <summary>Renames a group.</summary>
    /// <exception cref="RefusedException"><c>group_name_taken</c>, <c>group_name_invalid</c>, <c>group_not_found</c>.</exception>
    public Task RenameAsync(Caller caller, Guid group, string name, CancellationToken cancellationToken) =>
        ChangeAsync(caller, group, "group.rename", "update groups set name = @name where id = @group", new { name = Named(name) }, cancellationToken);

    /// <summary>Removes a group with the access that it gave.</summary>
    /// <exception cref="RefusedException"><c>group_not_found</c>, <c>last_manager</c>: a collection would be left without a manager.</exception>
    public Task RemoveAsync(Caller caller, Guid group, CancellationToken cancellationToken) =>
        ChangeAsync(caller, group, "group.remove", "delete from groups where id = @group", new { }, cancellationToken, takesAccess: true);

    /// <summary>Puts a person into a group.</summary>
    public Task AddMemberAsync(Caller caller, Guid group, Guid person, CancellationToken cancellationToken) =>
        ChangeAsync(
            caller, group, "group.add_member",
            """
            insert into group_members (group_id, user_id) select g.id, u.id from groups g, users u where g.id = @group and u.id = @person
            on conflict (group_id, user_id) do update set user_id = excluded.user_id
            """,
            new { person }, cancellationToken);

    /// <summary>Takes a person out of a group.</summary>
    /// <exception cref="RefusedException"><c>group_not_found</c>, <c>last_manager</c>: a collection would be left without a manager.</exception>
    public Task RemoveMemberAsync(Caller caller, Guid group, Guid person, CancellationToken cancellationToken) =>
        ChangeAsync(
            caller, group, "group.remove_member", "delete from group_members where group_id = @group and user_id = @person",
            new { person }, cancellationToken, takesAccess: true);

    private async Task<IReadOnlyList<T>> ReadAsync<T>(Caller caller, string sql, object? parameters, CancellationToken cancellationToken)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<T>(sql, parameters, cancellationToken).ConfigureAwait(false);
    }

    private async Task ChangeAsync(Caller caller, Guid group, string action, string sql, object detail, CancellationToken cancellationToken, bool takesAccess = false)
    {
        await using var session = await AdministratorRule.BeginAsync(database, caller, cancellationToken).ConfigureAwait(false);
        var managed = takesAccess ? await ManagerRule.ManagedThroughAsync(session, group, cancellationToken).ConfigureAwait(false) : [];
        var parameters = new Dapper.DynamicParameters(detail);
        parameters.Add("group", group);
        var before = await session.FindAsync<string>(NameOf, parameters, cancellationToken).ConfigureAwait(false);
        try
        {
            if (await session.ExecuteAsync(sql, parameters, cancellationToken).ConfigureAwait(false) == 0)
            {
                throw new RefusedException(RefusalKind.NotFound, "group_not_found", "There is no such group or person.");
            }
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new RefusedException(RefusalKind.Conflict, "group_name_taken", "There is a group with this name already.");
        }

        await ManagerRule.RequireManagedAsync(session, managed, cancellationToken).ConfigureAwait(false);
        var member = parameters.ParameterNames.Contains("person")
            ? await session.FindAsync<string>("select user_name from users where id = @person", parameters, cancellationToken).ConfigureAwait(false)
            : null;
        // As they are called when it happens: the event outlives both.
        var name = await session.FindAsync<string>(NameOf, parameters, cancellationToken).ConfigureAwait(false) ?? before;
        await session.RecordAsync(caller, action, group, new { group = name, before = name == before ? null : before, person = member }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private static string Named(string name) =>
        name.Trim() is { Length: > 0 and <= 100 } trimmed
            ? trimmed
            : throw new RefusedException(RefusalKind.Invalid, "group_name_invalid", "A group's name is 1 to 100 characters.");
}
