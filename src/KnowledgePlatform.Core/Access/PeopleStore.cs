using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Microsoft.AspNetCore.Identity;
using Npgsql;

namespace KnowledgePlatform.Core.Access;

/// <summary>People who may sign in. Everything here is for administrators.</summary>
public sealed partial class PeopleStore(PlatformDatabase database)
{
    // The portal's sign-in reads what is written here: both use ASP.NET Core Identity's own format (PBKDF2, its default cost).
    private static readonly PasswordHasher<object> Hasher = new();

    // The platform itself: at the first start there is nobody on whose behalf something could be done.
    private static readonly Caller Nobody = new(Guid.Empty);

    /// <summary>Everybody, by user name.</summary>
    public async Task<IReadOnlyList<Person>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<Person>(
            """
            select id, user_name, display_name, is_administrator, lockout_end, created_at,
                   (select count(*)::int from group_members m where m.user_id = users.id) as group_count
            from users order by normalized_user_name
            """,
            null,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Adds a person with a generated password, to be changed at the first sign-in.</summary>
    /// <exception cref="RefusedException">The name is taken (<c>user_name_taken</c>) or not a name (<c>user_name_invalid</c>).</exception>
    public async Task<FreshPassword> AddAsync(
        Caller caller, string userName, string displayName, bool administrator, CancellationToken cancellationToken)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var fresh = await InsertAsync(session, userName, displayName, administrator, given: true, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(
            caller, "person.add", fresh.PersonId, new { fresh.UserName, administrator }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return fresh;
    }

    /// <summary>Gives a person a new generated password, to be changed at the next sign-in, ends their sessions and lifts a lock-out by wrong passwords.</summary>
    public Task<FreshPassword> ResetPasswordAsync(Caller caller, Guid person, CancellationToken cancellationToken)
    {
        var password = GeneratedPassword.New();
        return ChangeAsync(
            caller,
            person,
            "person.reset_password",
            """
            password_hash = @hash, password_given = true, access_failed_count = 0,
            lockout_end = case when lockout_end >= @forever then lockout_end end
            """,
            new { hash = Hasher.HashPassword(person, password) },
            userName => new FreshPassword(person, userName, password),
            cancellationToken);
    }

    /// <summary>Refuses sign-in and ends the person's sessions and keys' use until unlocked.</summary>
    /// <exception cref="RefusedException"><c>own_account</c>, or <c>last_administrator</c>.</exception>
    public Task LockAsync(Caller caller, Guid person, CancellationToken cancellationToken)
    {
        RefuseOwn(caller, person, "lock");
        return ChangeAsync(caller, person, "person.lock", "lockout_end = @forever", null, userName => userName, cancellationToken);
    }

    /// <summary>Lets the person sign in again. Where wrong passwords locked somebody out who is signed in elsewhere, that session goes on.</summary>
    public Task UnlockAsync(Caller caller, Guid person, CancellationToken cancellationToken) =>
        ChangeAsync(
            caller, person, "person.unlock", "lockout_end = null, access_failed_count = 0", null, userName => userName, cancellationToken, endsSessions: false);

    /// <summary>Makes the person an administrator, or an ordinary person again.</summary>
    /// <exception cref="RefusedException"><c>last_administrator</c>.</exception>
    public Task SetAdministratorAsync(Caller caller, Guid person, bool administrator, CancellationToken cancellationToken) =>
        ChangeAsync(
            caller, person, administrator ? "person.make_administrator" : "person.make_ordinary",
            "is_administrator = @administrator", new { administrator }, userName => userName, cancellationToken);

    /// <summary>
    /// Adds the first person of all, an administrator; null when there is anybody already. Several processes may call it at once: one adds.
    /// </summary>
    /// <param name="userName">The person's user name.</param>
    /// <param name="keep">Keeps the password before the person becomes durable: a crash between the two leaves a password without a person, not the reverse.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<FreshPassword?> AddFirstAsync(string userName, Action<FreshPassword> keep, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(Nobody, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("select pg_advisory_xact_lock(7210945)", null, cancellationToken).ConfigureAwait(false);
        if (await session.ReadAsync<bool>("select exists (select from users)", null, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        var fresh = await InsertAsync(session, userName, "Administrator", administrator: true, given: false, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(
            Nobody, "person.add", fresh.PersonId, new { fresh.UserName, administrator = true }, cancellationToken).ConfigureAwait(false);
        keep(fresh);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return fresh;
    }

    private Task<DatabaseSession> BeginAsync(Caller caller, CancellationToken cancellationToken) => AdministratorRule.BeginAsync(database, caller, cancellationToken);

    private static async Task<FreshPassword> InsertAsync(
        DatabaseSession session, string userName, string displayName, bool administrator, bool given, CancellationToken cancellationToken)
    {
        userName = userName.Trim();
        if (!UserNameForm().IsMatch(userName))
        {
            throw new RefusedException(
                RefusalKind.Invalid, "user_name_invalid", "A user name is 2 to 64 letters, digits or . _ - @ and begins with a letter or digit.");
        }

        var password = GeneratedPassword.New();
        try
        {
            var id = await session.ReadAsync<Guid>(
                """
                insert into users (user_name, normalized_user_name, display_name, password_hash, security_stamp, concurrency_stamp, is_administrator, password_given)
                values (@userName, @normalized, @displayName, @hash, @stamp, @stamp, @administrator, @given) returning id
                """,
                new
                {
                    userName,
                    normalized = userName.Normalize().ToUpperInvariant(),
                    displayName = displayName.Trim(),
                    hash = Hasher.HashPassword(userName, password),
                    stamp = NewStamp(),
                    administrator,
                    given,
                },
                cancellationToken).ConfigureAwait(false);
            return new FreshPassword(id, userName, password);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UniqueViolation)
        {
            throw new RefusedException(RefusalKind.Conflict, "user_name_taken", $"There is a person with the user name {userName} already.");
        }
    }

    // A change ends the person's sessions, and gives a new security stamp, by which open pages notice it at their next check, unless it only gives.
    private async Task<T> ChangeAsync<T>(
        Caller caller, Guid person, string action, string assignments, object? parameters, Func<string, T> result, CancellationToken cancellationToken,
        bool endsSessions = true)
    {
        await using var session = await BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("select pg_advisory_xact_lock(7210945)", null, cancellationToken).ConfigureAwait(false);
        var all = new Dapper.DynamicParameters(parameters);
        all.AddDynamicParams(new { person, stamp = NewStamp(), forever = Person.LockedForever });
        var userName = await session.FindAsync<string>(
            $"update users set {assignments}, {(endsSessions ? "security_stamp = @stamp, " : "")}concurrency_stamp = @stamp where id = @person returning user_name",
            all,
            cancellationToken).ConfigureAwait(false)
            ?? throw new RefusedException(RefusalKind.NotFound, "person_not_found", "There is no such person.");
        await RequireAnAdministratorAsync(session, cancellationToken).ConfigureAwait(false);
        if (endsSessions)
        {
            await SignInSessionStore.EndAllAsync(session, person, cancellationToken).ConfigureAwait(false);
        }

        await session.RecordAsync(caller, action, person, new { userName }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return result(userName);
    }

    private static async Task RequireAnAdministratorAsync(DatabaseSession session, CancellationToken cancellationToken)
    {
        var left = await session.ReadAsync<bool>(
            "select exists (select from users where is_administrator and (lockout_end is null or lockout_end < @forever))",
            new { forever = Person.LockedForever },
            cancellationToken).ConfigureAwait(false);
        if (!left)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "last_administrator", "This is the last administrator. Make another person an administrator first.");
        }
    }

    private static void RefuseOwn(Caller caller, Guid person, string what)
    {
        if (caller.UserId == person)
        {
            throw new RefusedException(RefusalKind.Conflict, "own_account", $"You cannot {what} your own account.");
        }
    }

    private static string NewStamp() => Guid.NewGuid().ToString("N").ToUpperInvariant();

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd}._@-]{1,63}$")]
    private static partial Regex UserNameForm();
}
