using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Files;

/// <summary>Stored originals, addressed by their SHA-256. A file that is there is whole: it is written aside and renamed.</summary>
public sealed class FileStore
{
    private const int BufferBytes = 128 * 1024;
    private readonly FileStoreOptions _options;

    /// <summary>Makes the folder when it is missing.</summary>
    public FileStore(IOptions<FileStoreOptions> options)
    {
        _options = options.Value;
        Directory.CreateDirectory(Incoming);
    }

    private string Incoming => Path.Combine(_options.Folder, "incoming");

    /// <summary>Where the original with this hash lies; it may be missing.</summary>
    public string PathOf(byte[] sha256)
    {
        var name = Convert.ToHexStringLower(sha256);
        return Path.Combine(_options.Folder, name[..2], name);
    }

    /// <summary>Stores what <paramref name="content"/> gives, without holding it in memory. The same bytes are stored once.</summary>
    /// <exception cref="FileTooLargeException">The limit was passed; nothing stays behind.</exception>
    public async Task<StoredFile> StoreAsync(Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        var aside = Path.Combine(Incoming, Guid.CreateVersion7().ToString("N"));
        try
        {
            StoredFile stored;
            await using (var file = new FileStream(aside, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.Asynchronous))
            {
                stored = await CopyAsync(content, file, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            var path = PathOf(stored.Sha256);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Move(aside, path, overwrite: true);
            return stored;
        }
        finally
        {
            File.Delete(aside);
        }
    }

    /// <summary>Opens an original for reading.</summary>
    /// <exception cref="FileNotFoundException">There is none with this hash.</exception>
    public FileStream Open(byte[] sha256) =>
        new(PathOf(sha256), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Removes an original; nothing happens when it is missing.</summary>
    public void Delete(byte[] sha256) => File.Delete(PathOf(sha256));

    /// <summary>Removes uploads that broke off more than <paramref name="age"/> ago.</summary>
    public int RemoveBrokenUploads(TimeSpan age, DateTimeOffset now)
    {
        var removed = 0;
        foreach (var file in new DirectoryInfo(Incoming).EnumerateFiles().Where(file => now - file.LastWriteTimeUtc > age))
        {
            file.Delete();
            removed++;
        }

        return removed;
    }

    private async Task<StoredFile> CopyAsync(Stream content, Stream file, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        long total = 0;
        try
        {
            int read;
            while ((read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                total += read;
                if (total > _options.MaxBytes)
                {
                    throw new FileTooLargeException(_options.MaxBytes);
                }

                hash.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return new StoredFile(hash.GetHashAndReset(), total);
    }
}
