using System.IO.Enumeration;

namespace KnowledgePlatform.Core.Rendering;

/// <summary>Rendered pages as files, in a folder for each original. Those not shown for longest go when all together pass <see cref="RenderingOptions.CacheMegabytes"/>.</summary>
internal sealed class PageImageCache
{
    // Room for a while, so that the folder is not listed for every picture.
    private const double KeptWhenFull = 0.9;
    private readonly RenderingOptions _options;
    private readonly Lock _counting = new();
    private long? _bytes;

    public PageImageCache(RenderingOptions options)
    {
        _options = options;
        Directory.CreateDirectory(options.CacheFolder);
    }

    private long MostBytes => _options.CacheMegabytes * 1_000_000L;

    public string PathOf(byte[] sha256, string file) => Path.Combine(FolderOf(sha256), file);

    /// <summary>Whether the picture is there; it then stays among the last to go, so that whoever asked has the time to read it.</summary>
    public static bool Has(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            // Set by hand: file systems are mounted so that reading does not count.
            File.SetLastAccessTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime);
            return true;
        }
        catch (IOException)
        {
            // Trimmed or deleted in between.
            return false;
        }
    }

    /// <summary>Writes a picture aside and renames it: one that is there is whole.</summary>
    public async Task KeepAsync(string path, byte[] picture, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var aside = path + "." + Guid.NewGuid().ToString("N");
        try
        {
            await File.WriteAllBytesAsync(aside, picture, cancellationToken).ConfigureAwait(false);
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }

        Count(picture.Length, path);
    }

    public void Delete(byte[] sha256)
    {
        if (Directory.Exists(FolderOf(sha256)))
        {
            Directory.Delete(FolderOf(sha256), recursive: true);
        }
    }

    private string FolderOf(byte[] sha256)
    {
        var name = Convert.ToHexStringLower(sha256);
        return Path.Combine(_options.CacheFolder, name[..2], name);
    }

    // What others add and remove in the folder is seen when it is listed the next time; then the count is right again.
    private void Count(long added, string newest)
    {
        lock (_counting)
        {
            _bytes = _bytes is null ? Pictures().Sum(picture => picture.Bytes) : _bytes + added;
            if (_bytes > MostBytes)
            {
                _bytes = Trim(newest);
            }
        }
    }

    private long Trim(string newest)
    {
        var pictures = Pictures();
        var bytes = pictures.Sum(picture => picture.Bytes);
        var oldest = pictures.Where(picture => picture.Path != Path.GetFullPath(newest)).OrderBy(picture => picture.Shown);
        foreach (var picture in oldest.TakeWhile(_ => bytes > MostBytes * KeptWhenFull))
        {
            if (TryDelete(picture.Path))
            {
                bytes -= picture.Bytes;
            }
        }

        return bytes;
    }

    // Its folder may go meanwhile with the document: the others are still to be trimmed.
    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Size and time are those of the listing: a file may go while the list is worked through.
    private List<(string Path, long Bytes, DateTime Shown)> Pictures() =>
        [.. new FileSystemEnumerable<(string, long, DateTime)>(
            Path.GetFullPath(_options.CacheFolder),
            (ref entry) => (entry.ToFullPath(), entry.Length, entry.LastAccessTimeUtc.UtcDateTime),
            new EnumerationOptions { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
        }];
}
