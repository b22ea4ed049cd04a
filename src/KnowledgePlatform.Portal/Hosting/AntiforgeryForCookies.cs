using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Antiforgery;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>
/// A browser sends its cookie along with what another site made it ask. So a call that changes something and is carried by the cookie must show the form token
/// in the header X-CSRF-TOKEN; a call with an API key need not, because no browser sends one by itself.
/// </summary>
internal sealed class AntiforgeryForCookies(IAntiforgery antiforgery) : IEndpointFilter
{
    /// <summary>The header that carries the form token.</summary>
    public const string Header = "X-CSRF-TOKEN";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        var byCookie = http.User.Identity?.IsAuthenticated == true && !http.User.HasClaim(claim => claim.Type == PortalClaims.ApiKey);
        // The header is asked for first: without it the check would read a whole upload in search of a form field.
        if (changes && byCookie && (!http.Request.Headers.ContainsKey(Header) || !await antiforgery.IsRequestValidAsync(http)))
        {
            await ApiProblems.WriteAsync(
                http, StatusCodes.Status400BadRequest, "form_token_missing", $"Send the form token in the header {Header}, or use an API key.");
            return Results.Empty;
        }

        return await next(context);
    }
}
