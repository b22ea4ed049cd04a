using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Components.Endpoints;

namespace KnowledgePlatform.Portal.Access;

/// <summary>Whoever signed in with a password that an administrator made sees the password page first, and only that. API keys are not concerned.</summary>
internal sealed class GivenPasswordRule(RequestDelegate next)
{
    /// <summary>Where the password is changed.</summary>
    public const string Page = "/account/password";

    public Task InvokeAsync(HttpContext context)
    {
        if (!context.User.HasClaim(claim => claim.Type == PortalClaims.PasswordGiven) || context.Request.Path.StartsWithSegments("/account"))
        {
            return next(context);
        }

        if (context.Request.Path.StartsWithSegments(ApiSetup.Prefix))
        {
            return ApiProblems.WriteAsync(context, StatusCodes.Status403Forbidden, "password_given", "Change the password that you were given first.");
        }

        // Style sheets and scripts go on: the password page needs them.
        if (context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null)
        {
            context.Response.Redirect($"{Page}?returnUrl={Uri.EscapeDataString(context.Request.Path + context.Request.QueryString)}");
            return Task.CompletedTask;
        }

        return next(context);
    }
}
