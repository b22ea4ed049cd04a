using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Access;

/// <summary>People, groups and the audit trail are for administrators. Asked in the transaction itself: what a cookie or key once said may be out of date.</summary>
internal static class AdministratorRule
{
    /// <summary>Begins a transaction of an administrator.</summary>
    /// <exception cref="RefusedException">As <see cref="RequireAsync"/>.</exception>
    public static async Task<DatabaseSession> BeginAsync(PlatformDatabase database, Caller caller, CancellationToken cancellationToken)
    {
        var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        try
        {
            await RequireAsync(session, caller, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="RefusedException">The caller is no administrator, or came with a key that lacks the scope "admin".</exception>
    public static async Task RequireAsync(DatabaseSession session, Caller caller, CancellationToken cancellationToken)
    {
        var allowed = await session.ReadAsync<bool>(
            """
            select kp_is_administrator()
               and (@key::uuid is null or exists (select from api_keys where id = @key and 'admin' = any (scopes)))
            """,
            new { key = caller.ApiKeyId },
            cancellationToken).ConfigureAwait(false);
        if (!allowed)
        {
            throw new RefusedException(RefusalKind.Forbidden, "administrators_only", "Only an administrator may do this.");
        }
    }
}
