using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Antiforgery;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>
/// A browser sends its cookie along with what another site made it ask. So a call that changes something and is carried by the cookie must show the form token
/// in the header X-CSRF-TOKEN; a call with an API key need not, because no browser sends one by itself.
/// </summary>
internal sealed class AntiforgeryForCookies(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        var byCookie = http.User.Identity?.IsAuthenticated == true && !http.User.HasClaim(claim => claim.Type == PortalClaims.ApiKey);
        if (changes && byCookie && !await antiforgery.IsRequestValidAsync(http))
        {
            await ApiProblems.WriteAsync(
                http, StatusCodes.Status400BadRequest, "form_token_missing", "Send the form token in the header X-CSRF-TOKEN, or use an API key.");
            return Results.Empty;
        }

        return await next(context);
    }
}
