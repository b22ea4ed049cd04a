using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Files;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Stores what the worker takes out of originals, as an upload is stored: by its hash, and noted for housekeeping until something leads to it.</summary>
public sealed class OriginalIntake(PlatformDatabase database, FileStore files)
{
    /// <summary>Stores a file.</summary>
    internal async Task<StoredFile> StoreAsync(Stream content, CancellationToken cancellationToken)
    {
        var stored = await files.StoreAsync(content, cancellationToken).ConfigureAwait(false);
        // Checkpoint: when this process dies before a row leads to the file, housekeeping removes it.
        await using var session = await database.BeginWorkerAsync(CancellationToken.None).ConfigureAwait(false);
        await session.ExecuteAsync("insert into released_originals (sha256) values (@Sha256) on conflict do nothing", new { stored.Sha256 }, CancellationToken.None).ConfigureAwait(false);
        await session.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        return stored;
    }
}
