using System.Security.Claims;
using KnowledgePlatform.Core.Access;
using Microsoft.AspNetCore.Authorization;

namespace KnowledgePlatform.Portal.Access;

/// <summary>The scope that an endpoint needs, for its description.</summary>
internal sealed record NeededScope(string Scope);

/// <summary>What an endpoint needs: a key must carry the scope, a signed-in person has all of them; "admin" needs an administrator too.</summary>
internal static class ScopePolicies
{
    /// <summary>Demands a scope of <see cref="ApiScopes"/>.</summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, string scope) where TBuilder : IEndpointConventionBuilder =>
        endpoint.RequireAuthorization(Name(scope)).WithMetadata(new NeededScope(scope));

    public static void Add(AuthorizationBuilder authorization)
    {
        foreach (var scope in ApiScopes.All)
        {
            authorization.AddPolicy(Name(scope), policy => policy.RequireAuthenticatedUser().RequireAssertion(context => Allows(context.User, scope)));
        }
    }

    private static bool Allows(ClaimsPrincipal user, string scope) =>
        (!user.HasClaim(claim => claim.Type == PortalClaims.ApiKey) || user.HasClaim(PortalClaims.Scope, scope))
        && (scope != ApiScopes.Admin || user.IsInRole(PortalClaims.Administrator));

    private static string Name(string scope) => "scope:" + scope;
}
