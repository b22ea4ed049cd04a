using System.Globalization;
using KnowledgePlatform.Core.Files;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Rendering;

/// <summary>Pictures of PDF pages, made by poppler in its sandbox at a few fixed zooms and kept beside the originals' hash.</summary>
/// <remarks>Says nothing about access: who asks for a page must have been checked before.</remarks>
public sealed class PageImages : IDisposable
{
    // A few steps, so that the cache is hit and nobody can ask for a picture of any size.
    private static readonly int[] Resolutions = [48, 96, 144, 192, 288];
    private readonly FileStore _files;
    private readonly PageRenderer _renderer;
    private readonly PageImageCache _cache;
    private readonly SemaphoreSlim _places;
    private readonly Dictionary<string, Rendering> _running = [];

    /// <summary>Makes the cache folder when it is missing.</summary>
    public PageImages(FileStore files, IOptions<RenderingOptions> options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _files = files;
        _renderer = new PageRenderer(options.Value);
        _cache = new PageImageCache(options.Value);
        _places = new SemaphoreSlim(options.Value.AtOnce);
    }

    /// <summary>The resolution that is taken for a wished one: the next of 48, 96, 144, 192 and 288 dots per inch.</summary>
    public static int ResolutionFor(int dpi) => Resolutions.FirstOrDefault(step => step >= dpi, Resolutions[^1]);

    /// <summary>The path of a PNG of the page, rendered now when it was not before.</summary>
    /// <param name="sha256">The original's address.</param>
    /// <param name="page">Page from 1.</param>
    /// <param name="dpi">Wished resolution; see <see cref="ResolutionFor"/>.</param>
    /// <param name="cancellationToken">Stops waiting; a rendering that others wait for goes on, one that nobody waits for any more is given up.</param>
    /// <exception cref="PageImageException">The page could not be rendered.</exception>
    public async Task<string> RenderAsync(byte[] sha256, int page, int dpi, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        var resolution = ResolutionFor(dpi);
        var path = _cache.PathOf(sha256, string.Create(CultureInfo.InvariantCulture, $"{page}-{resolution}.png"));
        if (PageImageCache.Has(path))
        {
            return path;
        }

        var rendering = Join(path, abandoned => RenderToAsync(sha256, page, resolution, path, abandoned));
        try
        {
            await rendering.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(path, rendering);
        }

        return path;
    }

    /// <summary>Removes all pictures of an original; the original itself is removed before, so that none is made meanwhile.</summary>
    public void Delete(byte[] sha256) => _cache.Delete(sha256);

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    private Rendering Join(string path, Func<CancellationToken, Task> render)
    {
        lock (_running)
        {
            if (!_running.TryGetValue(path, out var rendering))
            {
                _running[path] = rendering = new Rendering(render);
            }

            rendering.Waiters++;
            return rendering;
        }
    }

    private void Leave(string path, Rendering rendering)
    {
        lock (_running)
        {
            if (--rendering.Waiters == 0)
            {
                _running.Remove(path);
                rendering.Dispose();
            }
        }
    }

    private async Task RenderToAsync(byte[] sha256, int page, int resolution, string path, CancellationToken abandoned)
    {
        await _places.WaitAsync(abandoned).ConfigureAwait(false);
        try
        {
            var original = _files.PathOf(sha256);
            var picture = await _renderer.RenderAsync(original, page, resolution, abandoned).ConfigureAwait(false);
            await _cache.KeepAsync(path, picture, abandoned).ConfigureAwait(false);
            // The sweep, maybe in another process, removes the original first and then its pictures: either it sees this one, or this one sees that.
            if (!File.Exists(original))
            {
                File.Delete(path);
                throw new PageImageException($"page {page} belongs to a document that was deleted");
            }
        }
        catch (IOException error)
        {
            throw new PageImageException($"the picture of page {page} could not be kept in Rendering:CacheFolder", error);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>One picture on its way, and how many wait for it; disposed of by the last of them.</summary>
    private sealed class Rendering : IDisposable
    {
        private readonly CancellationTokenSource _abandoned = new();

        public Rendering(Func<CancellationToken, Task> render)
        {
            var token = _abandoned.Token;
            Task = Task.Run(() => render(token), CancellationToken.None);
        }

        public Task Task { get; }

        public int Waiters { get; set; }

        public void Dispose()
        {
            _abandoned.Cancel();
            _abandoned.Dispose();
        }
    }
}

/// <summary>A page could not be rendered; the message says why, without any text of the document.</summary>
public sealed class PageImageException(string message, Exception? inner = null) : Exception(message, inner);
