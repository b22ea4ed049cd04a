using System.Security.Cryptography;
using System.Text;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Access;

/// <summary>A person signed in by password, in one browser.</summary>
/// <param name="Id">Its id; says nothing that would open it.</param>
/// <param name="Ticket">What the portal keeps about it, in the portal's own format.</param>
public sealed record SignInSession(Guid Id, byte[] Ticket);

/// <summary>
/// Who is signed in where. The cookie holds a random key and the database its SHA-256, so neither a read of the table nor a copied cookie outlives signing out.
/// </summary>
public sealed class SignInSessionStore(PlatformDatabase database, TimeProvider time)
{
    // Before the key is looked up nobody is known.
    private static readonly Caller Nobody = new(Guid.Empty);

    /// <summary>Raised with its id when a session was ended by this process, so that open pages need not wait for their next check.</summary>
    public event Action<Guid>? Ended;

    /// <summary>Begins a session, and clears away those that ran out.</summary>
    public async Task AddAsync(Guid user, string key, byte[] ticket, DateTime expiresAt, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(Nobody, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync("delete from sign_in_sessions where expires_at < @now", new { now = Now }, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            "insert into sign_in_sessions (user_id, key_hash, ticket, expires_at) values (@user, @hash, @ticket, @expiresAt)",
            new { user, hash = Hash(key), ticket, expiresAt },
            cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The session of a key; null when it was ended or ran out. One indexed read.</summary>
    public async Task<SignInSession?> FindAsync(string key, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(Nobody, cancellationToken).ConfigureAwait(false);
        return await session.FindAsync<SignInSession>(
            "select id, ticket from sign_in_sessions where key_hash = @hash and expires_at > @now",
            new { hash = Hash(key), now = Now },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps what the portal knows now. A session that was ended meanwhile stays ended, and one person's never becomes another's.</summary>
    public async Task RenewAsync(Guid user, string key, byte[] ticket, DateTime expiresAt, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(Nobody, cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            "update sign_in_sessions set ticket = @ticket, expires_at = @expiresAt where key_hash = @hash and user_id = @user",
            new { user, hash = Hash(key), ticket, expiresAt },
            cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether the session is still there.</summary>
    public async Task<bool> GoesOnAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(Nobody, cancellationToken).ConfigureAwait(false);
        return await session.ReadAsync<bool>(
            "select exists (select from sign_in_sessions where id = @id and expires_at > @now)", new { id, now = Now }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the session of a key, wherever it is used.</summary>
    public Task EndAsync(string key, CancellationToken cancellationToken) =>
        EndAsync("key_hash = @hash", new { hash = Hash(key) }, cancellationToken);

    /// <summary>Ends all sessions of a person but <paramref name="kept"/>.</summary>
    public Task EndOthersAsync(Guid user, Guid? kept, CancellationToken cancellationToken) =>
        EndAsync("user_id = @user and id is distinct from @kept", new { user, kept }, cancellationToken);

    /// <summary>Ends all sessions of a person within a transaction that changes what they may do. Open pages notice at their next check.</summary>
    internal static Task EndAllAsync(DatabaseSession session, Guid user, CancellationToken cancellationToken) =>
        session.ExecuteAsync("delete from sign_in_sessions where user_id = @user", new { user }, cancellationToken);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task EndAsync(string which, object parameters, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(Nobody, cancellationToken).ConfigureAwait(false);
        var ended = await session.QueryAsync<Guid>($"delete from sign_in_sessions where {which} returning id", parameters, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var id in ended)
        {
            Ended?.Invoke(id);
        }
    }

    // 256 random bits need no slow hash: there is nothing to guess.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
