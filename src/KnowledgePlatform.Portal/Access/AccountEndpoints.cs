using System.Security.Claims;
using KnowledgePlatform.Core.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace KnowledgePlatform.Portal.Access;

/// <summary>Signing out (a form, so that antiforgery covers it), and saying that somebody is there.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost("/account/sign-out", SignOutAsync).ExcludeFromDescription();
        // Any request prolongs the session; an open page makes none by itself, so js/presence.js makes this one while the person types or points.
        app.MapGet("/account/present", () => TypedResults.NoContent()).ExcludeFromDescription();
    }

    // The unused form value makes the endpoint a form endpoint: the framework then checks the antiforgery token.
    private static async Task<RedirectHttpResult> SignOutAsync(
        ClaimsPrincipal user, SignInManager<User> signIn, AuditLog audit, [FromForm] string? unused, CancellationToken cancellationToken)
    {
        _ = unused;
        await audit.AddAsync(user.Caller(), "session.sign_out", user.Caller().UserId, null, cancellationToken);
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("~/account/sign-in");
    }
}
