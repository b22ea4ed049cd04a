using System.Security.Cryptography;
using System.Text;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.ParserProtocol;
using Microsoft.AspNetCore.DataProtection;

namespace KnowledgePlatform.Core.Documents;

/// <summary>
/// Passwords of protected files, encrypted, from the moment a person gives one until the worker has undone the protection with it or the version ended otherwise.
/// They show in no record, log, trail or command line.
/// </summary>
public sealed class DocumentPasswords(PlatformDatabase database, IDataProtectionProvider protection)
{
    // Longer than any format takes (a PDF 127 bytes, Office 255 characters).
    private const int MaxLength = 500;

    private readonly IDataProtector _protector = protection.CreateProtector("KnowledgePlatform.Documents.Password");

    /// <summary>True when a password helps a version that ended so: it failed for this reason, or it is published and was not read again for it.</summary>
    public static bool Helps(string state, string? reasonCode) => state is "failed" or "published" && reasonCode is (ParseCodes.PasswordRequired or ParseCodes.PasswordWrong);

    /// <summary>Takes the password of a version that failed, or could not be read again, for want of it, and sends the version through ingestion again.</summary>
    /// <exception cref="RefusedException"><c>document_not_found</c>, <c>password_invalid</c>, <c>password_not_needed</c>.</exception>
    public async Task GiveAsync(Caller caller, Guid version, string? password, CancellationToken cancellationToken)
    {
        Require(password);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var collection = await session.FindAsync<Guid?>(
            """
            update document_versions
            set state = 'received', reason_code = null, reason = null, attempts = 0, next_attempt_at = null, lease_until = null, changed_at = now()
            where id = @version and state in ('failed', 'published') and reason_code = any (@codes) returning collection_id
            """,
            new { version, codes = new[] { ParseCodes.PasswordRequired, ParseCodes.PasswordWrong } }, cancellationToken).ConfigureAwait(false);
        if (collection is null)
        {
            throw await session.ReadAsync<bool>("select exists (select from document_versions where id = @version)", new { version }, cancellationToken).ConfigureAwait(false)
                ? new RefusedException(RefusalKind.Conflict, "password_not_needed", "Only a version that could not be read for want of its password takes one, from those who may add documents.")
                : new RefusedException(RefusalKind.NotFound, "document_not_found", "There is no such document, or you may not do this with it.");
        }

        await KeepAsync(session, version, collection.Value, password!, cancellationToken).ConfigureAwait(false);
        var names = await RecordedNames.OfVersionAsync(session, version, cancellationToken).ConfigureAwait(false);
        await session.RecordAsync(
            caller, "document.password", version, new { title = names?.Title, fileName = names?.FileName, collection = names?.Collection }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A password as a person may give it.</summary>
    /// <exception cref="RefusedException"><c>password_invalid</c>.</exception>
    public static void Require(string? password)
    {
        if (password is not { Length: > 0 and <= MaxLength })
        {
            throw new RefusedException(RefusalKind.Invalid, "password_invalid", $"A password of a file has 1 to {MaxLength} characters.");
        }
    }

    /// <summary>Keeps a password in the transaction in which its version comes to wait for work.</summary>
    internal async Task KeepAsync(DatabaseSession session, Guid version, Guid collection, string password, CancellationToken cancellationToken) =>
        await session.ExecuteAsync(
            """
            delete from version_passwords where version_id = @version;
            insert into version_passwords (version_id, collection_id, protected) values (@version, @collection, @secret)
            """,
            new { version, collection, secret = _protector.Protect(Encoding.UTF8.GetBytes(password)) }, cancellationToken).ConfigureAwait(false);

    /// <summary>The password given for a version, or null; also when it was encrypted with keys that are gone: then it is asked for again.</summary>
    internal async Task<string?> FindAsync(DatabaseSession session, Guid version, CancellationToken cancellationToken)
    {
        var secret = await session.FindAsync<byte[]>("select protected from version_passwords where version_id = @version", new { version }, cancellationToken).ConfigureAwait(false);
        try
        {
            return secret is null ? null : Encoding.UTF8.GetString(_protector.Unprotect(secret));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
