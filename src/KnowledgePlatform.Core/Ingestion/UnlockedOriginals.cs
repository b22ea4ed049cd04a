using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Files;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>
/// Undoes the protection of an original once, with the password that was given. What comes of it is kept beside the original, and read and shown in its place; the
/// password is needed no more and goes.
/// </summary>
public sealed class UnlockedOriginals(PlatformDatabase database, FileStore files, OriginalIntake intake, ParserClient parser, DocumentPasswords passwords)
{
    /// <summary>The path of what is to be read: the original, or what came of undoing its protection.</summary>
    /// <exception cref="DocumentRefusedException">The password is wrong, or the protection cannot be undone.</exception>
    /// <exception cref="LeaseLostException">The version belongs to another worker now.</exception>
    /// <exception cref="IOException">The child broke down; trying again may help.</exception>
    internal async Task<string> PathAsync(ClaimedVersion version, string original, CancellationToken cancellationToken)
    {
        if (version.UnlockedSha256 is { } known && File.Exists(files.PathOf(known)))
        {
            return files.PathOf(known);
        }

        string? password;
        await using (var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false))
        {
            password = await passwords.FindAsync(session, version.Id, cancellationToken).ConfigureAwait(false);
        }

        if (password is null)
        {
            return original;
        }

        StoredFile? stored = null;
        var outcome = await parser.UnlockAsync(
            original, version.FileName, password, async (content, token) => stored = await intake.StoreAsync(content, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        if (outcome.Status != ParseStatus.Completed)
        {
            throw outcome.Status == ParseStatus.Crashed ? new IOException(outcome.Sentence) : new DocumentRefusedException(outcome.Code, outcome.Sentence);
        }

        // Checkpoint: from here on the password is not needed.
        await KeepAsync(version, stored?.Sha256, cancellationToken).ConfigureAwait(false);
        return stored is null ? original : files.PathOf(stored.Sha256);
    }

    private async Task KeepAsync(ClaimedVersion version, byte[]? sha256, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginWorkerAsync(cancellationToken).ConfigureAwait(false);
        if (await session.ExecuteAsync(
            "update document_versions set unlocked_sha256 = @sha256 where id = @Id and claims = @Claims", new { version.Id, version.Claims, sha256 }, cancellationToken)
            .ConfigureAwait(false) == 0)
        {
            throw new LeaseLostException();
        }

        await session.ExecuteAsync("delete from version_passwords where version_id = @Id", new { version.Id }, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }
}
