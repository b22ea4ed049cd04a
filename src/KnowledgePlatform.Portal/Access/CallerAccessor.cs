using KnowledgePlatform.Core.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace KnowledgePlatform.Portal.Access;

/// <summary>Gives pages the caller of their circuit. Endpoints take <c>ClaimsPrincipal user</c> and call <see cref="PortalClaims.Caller"/>.</summary>
public sealed class CallerAccessor(AuthenticationStateProvider authentication)
{
    /// <summary>The signed-in person.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in, or no longer.</exception>
    public async ValueTask<Caller> GetAsync() => (await authentication.GetAuthenticationStateAsync()).User.Caller();

    /// <summary>Whether the person is an administrator; decides what is shown, Core decides what is done.</summary>
    public async ValueTask<bool> IsAdministratorAsync() =>
        (await authentication.GetAuthenticationStateAsync()).User.IsInRole(PortalClaims.Administrator);
}
