using System.Security.Cryptography;
using System.Text;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Access;

/// <summary>
/// Keys for programs. A key is <c>kp_PREFIX_SECRET</c>; the database holds SHA-256 of all of it, which is enough for 190 random bits: there is nothing to guess.
/// </summary>
public sealed class ApiKeyStore(PlatformDatabase database, IOptions<ApiKeyOptions> options, TimeProvider time)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The caller's own keys, newest first; revoked and expired ones too.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return await session.QueryAsync<ApiKey>(
            """
            select id, name, prefix, scopes, only_collections, created_at, expires_at, last_used_at, revoked_at
            from api_keys where user_id = @user order by created_at desc
            """,
            new { user = caller.UserId },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes a key for the caller.</summary>
    /// <exception cref="RefusedException">
    /// <c>key_by_key</c> (the caller came with a key), <c>key_name_invalid</c>, <c>key_scopes_invalid</c>, <c>key_days_invalid</c>, <c>key_collections_invalid</c>,
    /// <c>administrators_only</c> (scope admin), <c>too_many_keys</c>.
    /// </exception>
    public async Task<FreshApiKey> AddAsync(Caller caller, ApiKeyRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (caller.ApiKeyId is not null)
        {
            throw new RefusedException(RefusalKind.Forbidden, "key_by_key", "A key cannot make keys: sign in to make one.");
        }

        var (name, days) = Checked(request);
        var prefix = RandomNumberGenerator.GetString(Letters, 6);
        var secret = $"kp_{prefix}_{RandomNumberGenerator.GetString(Letters, 32)}";
        var expires = time.GetUtcNow().UtcDateTime.AddDays(days);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        await RequireAllowedAsync(session, caller, request, cancellationToken).ConfigureAwait(false);
        var id = await session.ReadAsync<Guid>(
            """
            insert into api_keys (user_id, name, prefix, hash, scopes, only_collections, expires_at)
            values (@user, @name, @prefix, @hash, @scopes, @only, @expires) returning id
            """,
            new
            {
                user = caller.UserId,
                name,
                prefix,
                hash = Hash(secret),
                scopes = request.Scopes.Distinct().ToArray(),
                only = request.OnlyCollections?.Distinct().ToArray(),
                expires,
            },
            cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(
            caller, "key.add", id, new { name, prefix, request.Scopes, request.OnlyCollections, expires }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        return new FreshApiKey(id, secret, expires);
    }

    /// <summary>Ends a key of the caller's at once. One that is ended already stays so.</summary>
    /// <exception cref="RefusedException"><c>key_not_found</c>.</exception>
    public async Task RevokeAsync(Caller caller, Guid key, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var name = await session.FindAsync<string>(
            "update api_keys set revoked_at = coalesce(revoked_at, @now) where id = @key and user_id = @user returning name",
            new { key, user = caller.UserId, now = time.GetUtcNow().UtcDateTime },
            cancellationToken).ConfigureAwait(false)
            ?? throw new RefusedException(RefusalKind.NotFound, "key_not_found", "There is no such key.");
        await session.RecordAsync(caller, "key.revoke", key, new { name }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Says whose key it is. Costs one indexed read; the time of use is written at most once a minute.</summary>
    /// <param name="secret">The whole key.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <returns>The holder is there exactly when the verdict is <see cref="ApiKeyVerdict.Good"/>.</returns>
    public async Task<(ApiKeyVerdict Verdict, ApiKeyHolder? Holder)> CheckAsync(string secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        if (!secret.StartsWith("kp_", StringComparison.Ordinal) || secret.Length > 100)
        {
            return (ApiKeyVerdict.Unknown, null);
        }

        var now = time.GetUtcNow().UtcDateTime;
        await using var session = await database.BeginAsync(new Caller(Guid.Empty), cancellationToken).ConfigureAwait(false);
        // Wrong passwords lock a person for a while, and anybody can type those: a key is refused only when an administrator locked its owner.
        var row = await session.FindAsync<KeyRow>(
            """
            select k.id, k.user_id, u.user_name, u.is_administrator, k.scopes, k.only_collections, k.expires_at, k.last_used_at
            from api_keys k join users u on u.id = k.user_id
            where k.hash = @hash and k.revoked_at is null and (u.lockout_end is null or u.lockout_end < @forever)
            """,
            new { hash = Hash(secret), forever = Person.LockedForever },
            cancellationToken).ConfigureAwait(false);
        if (row is null)
        {
            return (ApiKeyVerdict.Unknown, null);
        }

        if (row.ExpiresAt <= now)
        {
            return (ApiKeyVerdict.Expired, null);
        }

        if (row.LastUsedAt is not { } used || now - used >= TimeSpan.FromMinutes(1))
        {
            await session.ExecuteAsync("update api_keys set last_used_at = @now where id = @id", new { now, row.Id }, cancellationToken).ConfigureAwait(false);
            await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        }

        return (ApiKeyVerdict.Good, new ApiKeyHolder(new Caller(row.UserId, row.Id, row.OnlyCollections), row.UserName, row.Scopes, row.IsAdministrator));
    }

    private (string Name, int Days) Checked(ApiKeyRequest request)
    {
        var name = request.Name.Trim();
        if (name.Length is 0 or > 100)
        {
            throw new RefusedException(RefusalKind.Invalid, "key_name_invalid", "A key's name is 1 to 100 characters: say what it is for.");
        }

        if (request.Scopes.Count == 0 || request.Scopes.Except(ApiScopes.All).Any())
        {
            throw new RefusedException(RefusalKind.Invalid, "key_scopes_invalid", $"Choose at least one of {string.Join(", ", ApiScopes.All)}.");
        }

        var days = request.Days ?? Math.Min(options.Value.DefaultDays, options.Value.MaximumDays);
        return days >= 1 && days <= options.Value.MaximumDays
            ? (name, days)
            : throw new RefusedException(RefusalKind.Invalid, "key_days_invalid", $"A key works for 1 to {options.Value.MaximumDays} days.");
    }

    private async Task RequireAllowedAsync(DatabaseSession session, Caller caller, ApiKeyRequest request, CancellationToken cancellationToken)
    {
        if (request.Scopes.Contains(ApiScopes.Admin))
        {
            await AdministratorRule.RequireAsync(session, caller, cancellationToken).ConfigureAwait(false);
        }

        var working = await session.ReadAsync<int>(
            "select count(*)::int from api_keys where user_id = @user and revoked_at is null and expires_at > @now",
            new { user = caller.UserId, now = time.GetUtcNow().UtcDateTime },
            cancellationToken).ConfigureAwait(false);
        if (working >= options.Value.MaximumPerPerson)
        {
            throw new RefusedException(
                RefusalKind.Conflict, "too_many_keys", $"You have {working} working keys, the most allowed: revoke one that is no longer needed.");
        }

        if (request.OnlyCollections is { } only
            && (only.Count == 0 || !await session.ReadAsync<bool>(
                "select @only <@ kp_collections_as('reader')", new { only = only.ToArray() }, cancellationToken).ConfigureAwait(false)))
        {
            throw new RefusedException(RefusalKind.Invalid, "key_collections_invalid", "Choose at least one collection, and only ones that are open to you.");
        }
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private sealed record KeyRow(
        Guid Id, Guid UserId, string UserName, bool IsAdministrator, string[] Scopes, Guid[]? OnlyCollections, DateTime ExpiresAt, DateTime? LastUsedAt);
}
