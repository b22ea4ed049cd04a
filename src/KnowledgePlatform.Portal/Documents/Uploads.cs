using KnowledgePlatform.Core;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Files;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>What became of one uploaded file.</summary>
/// <param name="FileName">As sent.</param>
/// <param name="DocumentId">The document it is a version of.</param>
/// <param name="VersionId">The version; its state says how far ingestion is.</param>
/// <param name="AlreadyThere">True when the collection held these bytes before: nothing was added, and the ids are those of the document that holds them.</param>
/// <param name="State">received, or how far ingestion of what was there already is.</param>
public sealed record UploadedFile(string FileName, Guid DocumentId, Guid VersionId, bool AlreadyThere, string State);

/// <summary>
/// Takes files out of a request as they come, never whole in memory: the parts of a multipart form, or the body itself with the file's name in
/// <c>?name=</c>. The first file that is refused ends the request; those before it are stored, and sent again they are recognised.
/// </summary>
internal sealed class Uploads(DocumentUploads uploads, DocumentStore documents, IOptions<FileStoreOptions> options)
{
    private const int MaxBoundary = 200;

    public async Task<IReadOnlyList<UploadedFile>> TakeAsync(
        HttpContext http, Caller caller, Guid collection, Guid? document, string? name, CancellationToken cancellationToken)
    {
        // The limit holds for each file, where the bytes are counted; the server's own limit for whole requests would refuse many files at once.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return [await TakeBodyAsync(http, caller, collection, document, name, cancellationToken)];
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary)
        {
            throw new RefusedException(RefusalKind.Invalid, "invalid_form", "The form's boundary is missing or too long.");
        }

        var taken = new List<UploadedFile>();
        var reader = new MultipartReader(boundary, http.Request.Body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            if (section.GetContentDispositionHeader() is { } disposition && disposition.IsFileDisposition())
            {
                var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
                taken.Add(await StoreAsync(caller, collection, document, fileName ?? "unnamed", section.Body, cancellationToken));
            }
        }

        return taken.Count > 0 ? taken : throw new RefusedException(RefusalKind.Invalid, "no_file", "The form holds no file.");
    }

    private async Task<UploadedFile> TakeBodyAsync(
        HttpContext http, Caller caller, Guid collection, Guid? document, string? name, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new RefusedException(RefusalKind.Invalid, "name_missing", "Name the file: ?name=lease.pdf, or send a multipart form.");
        }

        return http.Request.ContentLength > options.Value.MaxBytes
            ? throw TooLarge(name)
            : await StoreAsync(caller, collection, document, name, http.Request.Body, cancellationToken);
    }

    private async Task<UploadedFile> StoreAsync(
        Caller caller, Guid collection, Guid? document, string fileName, Stream content, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await uploads.UploadAsync(caller, collection, document, fileName, content, cancellationToken);
            var state = stored.AlreadyThere ? (await documents.FindVersionAsync(caller, stored.VersionId, cancellationToken))?.State : null;
            return new UploadedFile(fileName, stored.DocumentId, stored.VersionId, stored.AlreadyThere, state ?? "received");
        }
        catch (FileTooLargeException)
        {
            throw TooLarge(fileName);
        }
        catch (IOException error) when (error is { HResult: unchecked((int)0x80070070) } or { HResult: 28 })
        {
            throw new RefusedException(RefusalKind.Unavailable, "disk_full", $"There is no room left to store '{fileName}'. Ask whoever runs the platform.");
        }
    }

    private RefusedException TooLarge(string fileName) => new(
        RefusalKind.TooLarge, "file_too_large", $"'{fileName}' is larger than {options.Value.MaxBytes / 1_000_000:N0} MB, the limit for one file.");
}
