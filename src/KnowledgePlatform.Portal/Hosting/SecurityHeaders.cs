using System.Security.Cryptography;

namespace KnowledgePlatform.Portal.Hosting;

/// <summary>The one place that sets security headers, each with its reason.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    // Nothing is loaded from or sent to another host, whatever a document or a fault in a page might say. No inline script or style, so that text that
    // slipped into markup could not run. img-src without data: keeps a page from drawing what was not asked for here.
    private const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const string Docs = "/api/docs";
    private static readonly object NonceKey = new();

    /// <summary>The number that marks this answer's own scripts; only the page of the API's description has any.</summary>
    public static string? NonceOf(HttpContext context) => context.Items[NonceKey] as string;

    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = context.Request.Path.StartsWithSegments(Docs) ? PolicyOfDocs(context) : ContentSecurityPolicy;
        // A file is what we say it is: an uploaded text is never run as a script.
        headers.XContentTypeOptions = "nosniff";
        // For what is older than frame-ancestors.
        headers.XFrameOptions = "DENY";
        // Addresses hold ids of matters and documents: no other site learns them.
        headers["Referrer-Policy"] = "same-origin";
        // No page needs these; a fault cannot use them either.
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        // Own process and own window group: another site's window cannot reach into ours.
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        context.Response.OnStarting(static state => KeepOutOfCaches((HttpContext)state), context);
        return next(context);
    }

    // Scalar begins with a script in the page and writes style elements; its page shows nothing of documents.
    private static string PolicyOfDocs(HttpContext context)
    {
        var nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[NonceKey] = nonce;
        return ContentSecurityPolicy
            .Replace("script-src 'self'", $"script-src 'self' 'nonce-{nonce}'", StringComparison.Ordinal)
            .Replace("style-src 'self'", "style-src 'self' 'unsafe-inline'", StringComparison.Ordinal)
            .Replace("img-src 'self'", "img-src 'self' data:", StringComparison.Ordinal);
    }

    // Pages and answers stay out of caches, also of a shared computer's; static assets set their own rule.
    private static Task KeepOutOfCaches(HttpContext context)
    {
        if (!context.Response.Headers.ContainsKey("Cache-Control"))
        {
            context.Response.Headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
