using System.Security.Claims;
using System.Text.Encodings.Web;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Portal.Access;

/// <summary>Recognises API keys: <c>Authorization: Bearer kp_...</c> or <c>X-Api-Key: kp_...</c>.</summary>
internal sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, ApiKeyStore keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    public const string SchemeName = "ApiKey";

    private ApiKeyVerdict _verdict = ApiKeyVerdict.Unknown;

    /// <summary>The key that the request carries, or null.</summary>
    public static string? KeyOf(HttpRequest request)
    {
        if (request.Headers["X-Api-Key"].ToString() is { Length: > 0 } plain)
        {
            return plain;
        }

        const string Bearer = "Bearer ";
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? authorization[Bearer.Length..].Trim() : null;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (KeyOf(Request) is not { } key)
        {
            return AuthenticateResult.NoResult();
        }

        (_verdict, var holder) = await keys.CheckAsync(key, Context.RequestAborted);
        return holder is null
            ? AuthenticateResult.Fail("the key is " + _verdict.ToString().ToLowerInvariant())
            : AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(IdentityOf(holder)), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return _verdict == ApiKeyVerdict.Expired
            ? ApiProblems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "key_expired", "The API key is past its end. Make a new one under Settings, API keys.")
            : ApiProblems.WriteAsync(Context, StatusCodes.Status401Unauthorized, "key_unknown", "The API key is not known, was revoked, or its owner is locked.");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        ApiProblems.WriteAsync(Context, StatusCodes.Status403Forbidden, "scope_missing", Context.GetEndpoint()?.Metadata.GetMetadata<NeededScope>() is { Scope: var scope }
            ? $"This needs an API key with the scope {scope}{(scope == ApiScopes.Admin ? ", of an administrator" : "")}."
            : "The owner of this API key may not do it.");

    private static ClaimsIdentity IdentityOf(ApiKeyHolder holder)
    {
        var identity = new ClaimsIdentity(SchemeName);
        identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, holder.Caller.UserId.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, holder.UserName));
        identity.AddClaim(new Claim(PortalClaims.ApiKey, holder.Caller.ApiKeyId!.Value.ToString()));
        identity.AddClaims(holder.Scopes.Select(scope => new Claim(PortalClaims.Scope, scope)));
        if (holder.Caller.OnlyCollections is { } only)
        {
            identity.AddClaim(new Claim(PortalClaims.Narrowed, "true"));
            identity.AddClaims(only.Select(id => new Claim(PortalClaims.OnlyCollection, id.ToString())));
        }

        if (holder.IsAdministrator)
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, PortalClaims.Administrator));
        }

        return identity;
    }
}
