using System.Security.Claims;
using System.Text.Json.Serialization;
using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Portal.Access;
using KnowledgePlatform.Portal.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>REST of documents and their versions.</summary>
internal static class DocumentEndpoints
{
    private const int MaxListed = 500;

    /// <summary>A part of a list.</summary>
    internal sealed record DocumentList(IReadOnlyList<DocumentSummary> Documents, long Total);

    /// <summary>What to change of a document.</summary>
    /// <param name="Title">1 to 300 characters.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record DocumentChange(string? Title);

    /// <summary>The password of a protected file.</summary>
    /// <param name="Password">1 to 500 characters.</param>
    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    internal sealed record GivenPassword(string? Password)
    {
        /// <summary>Not its text: it must show nowhere.</summary>
        public override string ToString() => nameof(GivenPassword);
    }

    public static void MapDocuments(this IEndpointRouteBuilder api)
    {
        var inCollection = api.MapGroup("/collections/{collection:guid}/documents").WithTags("Documents");
        inCollection.MapGet("", ListAsync).RequireScope(ApiScopes.Read)
            .WithSummary("Documents of a collection, newest first")
            .WithDescription($"state: in_progress, published, failed or attention (could not be read, or only in part, or not again, or hardly). search: a part of title or file name. limit: 1 to {MaxListed}, usually 100. offset: how many to pass over.");
        inCollection.MapPost("", UploadAsync).RequireScope(ApiScopes.Write)
            .WithSummary("Add documents").AddOpenApiOperationTransformer(UploadBody.DescribeAsync)
            .WithDescription("Answers when the files are stored: 201, or 200 when "
                + "the collection held all of them before. The file that is refused ends the request; those before it are stored. Ask the version for its state.");

        var documents = api.MapGroup("/documents/{id:guid}").WithTags("Documents");
        documents.MapGet("", FindAsync).RequireScope(ApiScopes.Read).WithSummary("One document with its newest version");
        documents.MapPatch("", RenameAsync).RequireScope(ApiScopes.Write).WithSummary("Give a document another title");
        documents.MapDelete("", DeleteAsync).RequireScope(ApiScopes.Write).WithSummary("Delete a document and every trace of its words");
        documents.MapGet("/versions", VersionsAsync).RequireScope(ApiScopes.Read).WithSummary("Its versions, newest first");
        documents.MapPost("/versions", UploadVersionAsync).RequireScope(ApiScopes.Write).WithSummary("Add a version")
            .AddOpenApiOperationTransformer(UploadBody.DescribeAsync);
        documents.MapGet("/members", MembersAsync).RequireScope(ApiScopes.Read).WithSummary("The files within it: members of an archive, attachments")
            .WithDescription("Each is a document of its own, whose parent is this one.");
        documents.MapGet("/content", ContentAsync).RequireScope(ApiScopes.Read).WithSummary("The original of the newest version");

        var versions = api.MapGroup("/versions/{id:guid}").WithTags("Versions");
        versions.MapGet("", VersionAsync).RequireScope(ApiScopes.Read).WithSummary("One version with its state");
        versions.MapGet("/stages", StagesAsync).RequireScope(ApiScopes.Read).WithSummary("What each stage of its ingestion took");
        versions.MapGet("/content", VersionContentAsync).RequireScope(ApiScopes.Read).WithSummary("The original");
        versions.MapPost("/reread", RereadAsync).RequireScope(ApiScopes.Write).WithSummary("Read a published version again")
            .WithDescription("What was read before is found until the new reading is published.");
        versions.MapPost("/password", PasswordAsync).RequireScope(ApiScopes.Write).WithSummary("Give the password of a protected file, and read it with that")
            .WithDescription("For a version that failed with password_required or password_wrong. The password is kept, encrypted, until it was used once.");
        versions.MapPost("/retry", RetryAsync).RequireScope(ApiScopes.Write).WithSummary("Send a failed version through ingestion again");
    }

    private static async Task<Ok<DocumentList>> ListAsync(
        Guid collection, ClaimsPrincipal user, CollectionStore collections, DocumentStore store, CancellationToken cancellationToken, string? state = null,
        string? search = null, int limit = 100, int offset = 0)
    {
        AllowedRange.Require("limit", limit, 1, MaxListed);
        AllowedRange.Require("offset", offset, 0);
        var query = new DocumentQuery(state, search, limit, offset);
        var caller = user.Caller();
        _ = await collections.FindAsync(caller, collection, cancellationToken)
            ?? throw new RefusedException(RefusalKind.NotFound, "collection_not_found", "There is no such collection, or you may not do this with it.");
        var total = await store.CountAsync(caller, collection, query, cancellationToken);
        return TypedResults.Ok(new DocumentList(await store.ListAsync(caller, collection, query, cancellationToken), total));
    }

    private static async Task<Results<Created<IReadOnlyList<UploadedFile>>, Ok<IReadOnlyList<UploadedFile>>>> UploadAsync(
        Guid collection, HttpContext http, ClaimsPrincipal user, Uploads uploads, CancellationToken cancellationToken, [FromQuery] string? name = null) =>
        Stored(await uploads.TakeAsync(http, user.Caller(), collection, null, name, cancellationToken));

    private static async Task<Results<Created<IReadOnlyList<UploadedFile>>, Ok<IReadOnlyList<UploadedFile>>>> UploadVersionAsync(
        Guid id, HttpContext http, ClaimsPrincipal user, DocumentStore store, Uploads uploads, CancellationToken cancellationToken, [FromQuery] string? name = null)
    {
        var document = await store.FindAsync(user.Caller(), id, cancellationToken) ?? throw NotFound();
        return Stored(await uploads.TakeAsync(http, user.Caller(), document.CollectionId, id, name, cancellationToken));
    }

    private static Results<Created<IReadOnlyList<UploadedFile>>, Ok<IReadOnlyList<UploadedFile>>> Stored(IReadOnlyList<UploadedFile> files) =>
        files.FirstOrDefault(file => !file.AlreadyThere) is { } first
            ? TypedResults.Created($"/api/v1/versions/{first.VersionId}", files)
            : TypedResults.Ok(files);

    private static async Task<Ok<DocumentSummary>> FindAsync(Guid id, ClaimsPrincipal user, DocumentStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken) ?? throw NotFound());

    private static async Task<Ok<DocumentSummary>> RenameAsync(
        Guid id, DocumentChange change, ClaimsPrincipal user, DocumentStore store, CancellationToken cancellationToken)
    {
        await store.RenameAsync(user.Caller(), id, change.Title, cancellationToken);
        return TypedResults.Ok(await store.FindAsync(user.Caller(), id, cancellationToken) ?? throw NotFound());
    }

    private static async Task<NoContent> DeleteAsync(Guid id, ClaimsPrincipal user, DocumentStore store, CancellationToken cancellationToken)
    {
        await store.DeleteAsync(user.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<IReadOnlyList<DocumentVersion>>> VersionsAsync(Guid id, ClaimsPrincipal user, DocumentStore store, CancellationToken cancellationToken)
    {
        var versions = await store.VersionsAsync(user.Caller(), id, cancellationToken);
        return versions.Count > 0 ? TypedResults.Ok(versions) : throw NotFound();
    }

    private static async Task<Ok<DocumentVersion>> VersionAsync(Guid id, ClaimsPrincipal user, DocumentStore store, CancellationToken cancellationToken) =>
        TypedResults.Ok(await store.FindVersionAsync(user.Caller(), id, cancellationToken) ?? throw NotFound());

    private static async Task<Ok<IReadOnlyList<StageRun>>> StagesAsync(Guid id, ClaimsPrincipal user, DocumentStore store, CancellationToken cancellationToken)
    {
        _ = await store.FindVersionAsync(user.Caller(), id, cancellationToken) ?? throw NotFound();
        return TypedResults.Ok(await store.StagesAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<NoContent> RereadAsync(Guid id, ClaimsPrincipal user, DocumentStore store, CancellationToken cancellationToken)
    {
        await store.RereadAsync(user.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<IReadOnlyList<DocumentSummary>>> MembersAsync(Guid id, ClaimsPrincipal user, DocumentStore store, CancellationToken cancellationToken)
    {
        _ = await store.FindAsync(user.Caller(), id, cancellationToken) ?? throw NotFound();
        return TypedResults.Ok(await store.MembersAsync(user.Caller(), id, cancellationToken));
    }

    private static async Task<NoContent> PasswordAsync(Guid id, GivenPassword given, ClaimsPrincipal user, DocumentPasswords passwords, CancellationToken cancellationToken)
    {
        await passwords.GiveAsync(user.Caller(), id, given.Password, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> RetryAsync(Guid id, ClaimsPrincipal user, DocumentStore store, CancellationToken cancellationToken)
    {
        await store.RetryAsync(user.Caller(), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<FileStreamHttpResult> ContentAsync(
        Guid id, ClaimsPrincipal user, DocumentStore store, FileStore files, DocumentOpenings openings, CancellationToken cancellationToken)
    {
        var newest = (await store.VersionsAsync(user.Caller(), id, cancellationToken)).FirstOrDefault() ?? throw NotFound();
        return await DownloadAsync(newest, user, files, openings, cancellationToken);
    }

    private static async Task<FileStreamHttpResult> VersionContentAsync(
        Guid id, ClaimsPrincipal user, DocumentStore store, FileStore files, DocumentOpenings openings, CancellationToken cancellationToken) =>
        await DownloadAsync(await store.FindVersionAsync(user.Caller(), id, cancellationToken) ?? throw NotFound(), user, files, openings, cancellationToken);

    private static async Task<FileStreamHttpResult> DownloadAsync(
        DocumentVersion version, ClaimsPrincipal user, FileStore files, DocumentOpenings openings, CancellationToken cancellationToken)
    {
        if (!File.Exists(files.PathOf(version.Sha256)))
        {
            throw new RefusedException(
                RefusalKind.Unavailable, "original_missing", "The stored original is missing. Whoever runs the platform can bring it back from the backup.");
        }

        var content = files.Open(version.Sha256);
        await openings.DownloadedAsync(user.Caller(), version, cancellationToken);
        // Never shown in the browser: an uploaded HTML file would run in our origin.
        return TypedResults.File(content, "application/octet-stream", version.FileName, enableRangeProcessing: true);
    }

    private static RefusedException NotFound() => new(RefusalKind.NotFound, "document_not_found", "There is no such document, or you may not do this with it.");
}
