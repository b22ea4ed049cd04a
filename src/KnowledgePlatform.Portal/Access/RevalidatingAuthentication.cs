using System.Security.Claims;
using KnowledgePlatform.Core.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using Npgsql;

namespace KnowledgePlatform.Portal.Access;

/// <summary>
/// Signs an open page out when its session ended or its person was locked, changed or removed: a circuit would outlive the cookie's check otherwise.
/// </summary>
internal sealed class RevalidatingAuthentication : RevalidatingServerAuthenticationStateProvider
{
    // Checks in a row that a restarting database may leave unanswered; then whoever it is signs in again.
    private const int MostUnanswered = 5;

    private readonly IServiceScopeFactory _scopes;
    private readonly SignInOptions _options;
    private readonly SignInSessionStore _sessions;
    private int _unanswered;

    public RevalidatingAuthentication(
        ILoggerFactory log, IServiceScopeFactory scopes, IOptions<SignInOptions> options, SignInSessionStore sessions)
        : base(log)
    {
        (_scopes, _options, _sessions) = (scopes, options.Value, sessions);
        sessions.Ended += SignOutWhenOwn;
    }

    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(_options.RevalidateSeconds);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState state, CancellationToken cancellationToken)
    {
        try
        {
            var good = await IsGoodAsync(state, cancellationToken);
            _unanswered = 0;
            return good;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page was left: nobody is there to be signed out.
            return true;
        }
        catch (Exception error) when (error is ObjectDisposedException || (error is NpgsqlException { IsTransient: true } && ++_unanswered <= MostUnanswered))
        {
            // A restarting database, or a portal that is being stopped, signs nobody out: there is nothing to be seen meanwhile either.
            return true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        _sessions.Ended -= SignOutWhenOwn;
        base.Dispose(disposing);
    }

    private async Task<bool> IsGoodAsync(AuthenticationState state, CancellationToken cancellationToken)
    {
        if (state.User.SessionId() is not { } session || !await _sessions.GoesOnAsync(session, cancellationToken))
        {
            return false;
        }

        await using var scope = _scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<User>>();
        return await users.GetUserAsync(state.User) is { } user
            && !await users.IsLockedOutAsync(user)
            && state.User.FindFirstValue(users.Options.ClaimsIdentity.SecurityStampClaimType) == await users.GetSecurityStampAsync(user);
    }

    // Raised on the thread of whoever ended the session.
    private void SignOutWhenOwn(Guid ended) => _ = SignOutAsync(ended);

    private async Task SignOutAsync(Guid ended)
    {
        if ((await GetAuthenticationStateAsync()).User.SessionId() == ended)
        {
            SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
        }
    }
}
