using System.Text;
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
/// <param name="FileName">As it is kept: the last part of the name that was sent.</param>
/// <param name="DocumentId">The document it is a version of.</param>
/// <param name="VersionId">The version; its state says how far ingestion is.</param>
/// <param name="Title">The document's title.</param>
/// <param name="AlreadyThere">True when the collection held these bytes before: nothing was added, and ids and title are those of the document that holds them.</param>
/// <param name="State">received, or how far ingestion of what was there already is.</param>
public sealed record UploadedFile(string FileName, Guid DocumentId, Guid VersionId, string Title, bool AlreadyThere, string State);

/// <summary>
/// Takes files out of a request as they come, never whole in memory: the parts of a multipart form, or the body itself with the file's name in
/// <c>?name=</c>. The first file that is refused ends the request; those before it are stored, and sent again they are recognised.
/// </summary>
internal sealed class Uploads(DocumentUploads uploads, DocumentStore documents, IOptions<FileStoreOptions> options)
{
    private const int MaxBoundary = 200;

    // In UTF-8, with room for what percent-encoding adds.
    private const int MaxPasswordBytes = 8_000;

    /// <summary>Names the file's password when the body is the file; percent-encoded UTF-8. An address would show it in logs.</summary>
    public const string PasswordHeader = "File-Password";

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
        string? password = null;
        var reader = new MultipartReader(boundary, http.Request.Body);
        while (await reader.ReadNextSectionAsync(cancellationToken) is { } section)
        {
            var disposition = section.GetContentDispositionHeader();
            if (disposition?.IsFileDisposition() == true)
            {
                var fileName = HeaderUtilities.RemoveQuotes(disposition.FileNameStar.HasValue ? disposition.FileNameStar : disposition.FileName).Value;
                taken.Add(await StoreAsync(caller, collection, document, fileName ?? "unnamed", section.Body, password, cancellationToken));
            }
            else if (disposition?.Name.Value?.Trim('"') == "password")
            {
                password = taken.Count == 0
                    ? await ReadPasswordAsync(section.Body, cancellationToken)
                    : throw new RefusedException(RefusalKind.Invalid, "password_after_file", "The field 'password' stands after a file. Put it before the files that it opens.");
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
            ? throw TooLarge(DocumentUploads.CleanName(name))
            : await StoreAsync(caller, collection, document, name, http.Request.Body, PasswordOf(http), cancellationToken);
    }

    private static string? PasswordOf(HttpContext http) => http.Request.Headers[PasswordHeader].ToString() is { Length: > 0 } given ? Uri.UnescapeDataString(given) : null;

    // An empty field of a form is one that was not filled in.
    private static async Task<string?> ReadPasswordAsync(Stream field, CancellationToken cancellationToken)
    {
        var bytes = new byte[MaxPasswordBytes];
        var length = await field.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return length == 0 ? null : Encoding.UTF8.GetString(bytes, 0, length);
    }

    private async Task<UploadedFile> StoreAsync(
        Caller caller, Guid collection, Guid? document, string sentName, Stream content, string? password, CancellationToken cancellationToken)
    {
        var fileName = DocumentUploads.CleanName(sentName);
        try
        {
            var stored = await uploads.UploadAsync(caller, collection, document, fileName, content, cancellationToken, password: password);
            var state = stored.AlreadyThere ? (await documents.FindVersionAsync(caller, stored.VersionId, cancellationToken))?.State : null;
            return new UploadedFile(fileName, stored.DocumentId, stored.VersionId, stored.Title, stored.AlreadyThere, state ?? "received");
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
