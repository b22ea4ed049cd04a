using System.Security.Claims;
using KnowledgePlatform.Core.Access;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Access;

/// <summary>What cookies and keys say about who comes, and how it becomes Core's <see cref="Caller"/>.</summary>
public static class PortalClaims
{
    /// <summary>The role of administrators.</summary>
    public const string Administrator = "administrator";

    /// <summary>Claim: the API key's id.</summary>
    public const string ApiKey = "kp:key";

    /// <summary>Claim, one for each: a scope of the key.</summary>
    public const string Scope = "kp:scope";

    /// <summary>Claim, there or not: the key is narrowed to collections, be there any left or not.</summary>
    public const string Narrowed = "kp:narrowed";

    /// <summary>Claim, one for each: a collection that the key is narrowed to.</summary>
    public const string OnlyCollection = "kp:only";

    /// <summary>Claim: the name to show.</summary>
    public const string DisplayName = "kp:display_name";

    /// <summary>Claim: the id of the session that a password began.</summary>
    public const string Session = "kp:session";

    /// <summary>Claim, there or not: the password must be changed first.</summary>
    public const string PasswordGiven = "kp:password_given";

    /// <summary>The caller that a signed-in principal stands for.</summary>
    /// <exception cref="InvalidOperationException">Nobody is signed in: the endpoint or page lacks its authorisation.</exception>
    public static Caller Caller(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var user))
        {
            throw new InvalidOperationException("nobody is signed in");
        }

        var only = principal.FindAll(OnlyCollection).Select(claim => Guid.Parse(claim.Value)).ToArray();
        return principal.FindFirstValue(ApiKey) is { } key
            ? new Caller(user, Guid.Parse(key), principal.HasClaim(claim => claim.Type == Narrowed) ? only : null)
            : new Caller(user);
    }

    /// <summary>The session that a password began; null for a key.</summary>
    internal static Guid? SessionId(this ClaimsPrincipal principal) => Guid.TryParse(principal.FindFirstValue(Session), out var id) ? id : null;

    /// <summary>The name to show for a signed-in principal.</summary>
    public static string ShownName(this ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        return principal.FindFirstValue(DisplayName) is { Length: > 0 } name ? name : principal.Identity?.Name ?? "";
    }
}

/// <summary>Adds the role and the shown name to the claims of the cookie.</summary>
internal sealed class PortalClaimsFactory(UserManager<User> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<User>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(PortalClaims.DisplayName, user.DisplayName));
        if (user.IsAdministrator)
        {
            identity.AddClaim(new Claim(identity.RoleClaimType, PortalClaims.Administrator));
        }

        if (user.PasswordGiven)
        {
            identity.AddClaim(new Claim(PortalClaims.PasswordGiven, "true"));
        }

        return identity;
    }
}
