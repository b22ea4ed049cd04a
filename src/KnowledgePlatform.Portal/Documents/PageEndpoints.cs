using System.Security.Claims;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Files;
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
                "blocks: four numbers a block (kind, level, start, length); words: six numbers a word (start, length, left, top, right, bottom in points); "
                + "confidences: one number a word, 0 to 100, on a page whose text was recognised in its picture; "
                + "label: how the file names the page, when not by its number; bates: the identifier stamped on it; lineNumbers: three numbers a line (number, top, bottom).");
        api.MapGroup("/versions/{id:guid}").WithTags("Pages").MapGet("/recording", RecordingAsync).RequireScope(ApiScopes.Read)
            .WithSummary("The sound of a recording, to be played; ranges of it, too")
            .WithDescription("For versions whose format is recording. A page's words are its segments of speech: left and right are the seconds at which they begin and end.");
        pages.MapGet("/image", ImageAsync).RequireScope(ApiScopes.Read)
            .WithSummary("Picture of a page of a PDF, or of a picture, as PNG")
            .WithDescription("dpi: the next one of 48, 96, 144, 192 and 288 is taken.");
    }

    private static async Task<Ok<StoredPage>> FindAsync(
        Guid id, int page, ClaimsPrincipal user, DocumentStore store, DocumentOpenings openings, CancellationToken cancellationToken)
    {
        var found = await store.FindPageAsync(user.Caller(), id, page, cancellationToken) ?? throw NotFound();
        await openings.OpenedAsync(user.Caller(), await store.FindVersionAsync(user.Caller(), id, cancellationToken) ?? throw NotFound(), cancellationToken);
        return TypedResults.Ok(found);
    }

    private static async Task<PhysicalFileHttpResult> ImageAsync(
        Guid id, int page, ClaimsPrincipal user, DocumentStore store, PageImages images, DocumentOpenings openings, HttpContext http, CancellationToken cancellationToken, int dpi = 144)
    {
        var version = await store.FindVersionAsync(user.Caller(), id, cancellationToken) ?? throw NotFound();
        if (!version.HasPagePictures || page < 1 || page > version.PageCount)
        {
            throw NotFound();
        }

        try
        {
            await openings.OpenedAsync(user.Caller(), version, cancellationToken);
            var path = await images.RenderAsync(version.ShownSha256, page, dpi, cancellationToken);
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

    private static async Task<PhysicalFileHttpResult> RecordingAsync(
        Guid id, ClaimsPrincipal user, DocumentStore store, FileStore files, DocumentOpenings openings, HttpContext http, CancellationToken cancellationToken)
    {
        var version = await store.FindVersionAsync(user.Caller(), id, cancellationToken) ?? throw NotFound();
        var path = files.PathOf(version.ShownSha256);
        if (!version.IsRecording || !File.Exists(path) || await SoundType.OfAsync(path, cancellationToken) is not { } type)
        {
            throw NotFound();
        }

        await openings.OpenedAsync(user.Caller(), version, cancellationToken);
        // As for pictures of pages: asked for anew each time, so that access is checked each time.
        http.Response.Headers.CacheControl = "private, no-cache";
        return TypedResults.PhysicalFile(path, type, enableRangeProcessing: true, entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(version.ShownSha256)}\""));
    }

    private static RefusedException NotFound() => new(RefusalKind.NotFound, "page_not_found", "There is no such page.");
}
