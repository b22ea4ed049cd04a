using System.Security.Claims;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Rendering;
using KnowledgePlatform.Portal.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>REST of pages: what was read on them, and their pictures.</summary>
internal static class PageEndpoints
{
    public static void MapPageContents(this IEndpointRouteBuilder api)
    {
        var pages = api.MapGroup("/versions/{id:guid}/pages/{page:int}").WithTags("Pages");
        pages.MapGet("", FindAsync).RequireScope(ApiScopes.Read)
            .WithSummary("Text, blocks and words of a page")
            .WithDescription(
                "blocks: four numbers a block (kind, level, start, length); words: six numbers a word (start, length, left, top, right, bottom in points).");
        pages.MapGet("/image", ImageAsync).RequireScope(ApiScopes.Read)
            .WithSummary("Picture of a page of a PDF, as PNG")
            .WithDescription("dpi: the next one of 48, 96, 144, 192 and 288 is taken.");
    }

    private static async Task<Ok<StoredPage>> FindAsync(Guid id, int page, ClaimsPrincipal user, DocumentStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.FindPageAsync(user.Caller(), id, page, cancellationToken) ?? throw NotFound());

    private static async Task<PhysicalFileHttpResult> ImageAsync(
        Guid id, int page, ClaimsPrincipal user, DocumentStore store, PageImages images, HttpContext http, CancellationToken cancellationToken, int dpi = 144)
    {
        var version = await store.FindVersionAsync(user.Caller(), id, cancellationToken) ?? throw NotFound();
        if (version.Format != "pdf" || page < 1 || page > version.PageCount)
        {
            throw NotFound();
        }

        try
        {
            var path = await images.RenderAsync(version.Sha256, page, dpi, cancellationToken);
            // Private: a cache shared between people would show it to others. No-cache: a browser shows what it has only after it asked, and with that access
            // was checked again. A version never changes, so the answer is nearly always 304.
            http.Response.Headers.CacheControl = "private, no-cache";
            var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(version.Sha256)}-{page}-{PageImages.ResolutionFor(dpi)}\"");
            return TypedResults.PhysicalFile(path, "image/png", entityTag: tag);
        }
        catch (PageImageException error)
        {
            throw new RefusedException(RefusalKind.Unavailable, "page_not_rendered", error.Message);
        }
    }

    private static RefusedException NotFound() => new(RefusalKind.NotFound, "page_not_found", "There is no such page.");
}
