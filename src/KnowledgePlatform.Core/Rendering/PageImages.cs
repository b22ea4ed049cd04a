using System.Collections.Concurrent;
using System.Diagnostics;
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
    private readonly RenderingOptions _options;
    private readonly SemaphoreSlim _places;
    private readonly ConcurrentDictionary<string, Task> _running = new();

    /// <summary>Makes the cache folder when it is missing.</summary>
    public PageImages(FileStore files, IOptions<RenderingOptions> options)
    {
        _files = files;
        _options = options.Value;
        _places = new SemaphoreSlim(_options.AtOnce);
        Directory.CreateDirectory(_options.CacheFolder);
    }

    /// <summary>The path of a PNG of the page, rendered now when it was not before.</summary>
    /// <param name="sha256">The original's address.</param>
    /// <param name="page">Page from 1.</param>
    /// <param name="dpi">Wished resolution in dots per inch; the next one of 48, 96, 144, 192 and 288 is taken.</param>
    /// <param name="cancellationToken">Stops waiting; a rendering that others wait for goes on.</param>
    /// <exception cref="PageImageException">The page could not be rendered.</exception>
    public async Task<string> RenderAsync(byte[] sha256, int page, int dpi, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        var resolution = Resolutions.FirstOrDefault(step => step >= dpi, Resolutions[^1]);
        var folder = FolderOf(sha256);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{page}-{resolution}.png"));
        if (File.Exists(path))
        {
            return path;
        }

        var running = _running.GetOrAdd(path, _ => Task.Run(() => RenderToAsync(sha256, page, resolution, path), CancellationToken.None));
        try
        {
            await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (running.IsCompleted)
            {
                _running.TryRemove(path, out _);
            }
        }

        return path;
    }

    /// <summary>Removes all pictures of an original.</summary>
    public void Delete(byte[] sha256)
    {
        if (Directory.Exists(FolderOf(sha256)))
        {
            Directory.Delete(FolderOf(sha256), recursive: true);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    private string FolderOf(byte[] sha256)
    {
        var name = Convert.ToHexStringLower(sha256);
        return Path.Combine(_options.CacheFolder, name[..2], name);
    }

    private async Task RenderToAsync(byte[] sha256, int page, int resolution, string path)
    {
        await _places.WaitAsync().ConfigureAwait(false);
        try
        {
            var picture = await RunAsync(sha256, page, resolution).ConfigureAwait(false);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var aside = path + "." + Guid.NewGuid().ToString("N");
            await File.WriteAllBytesAsync(aside, picture).ConfigureAwait(false);
            File.Move(aside, path, overwrite: true);
        }
        finally
        {
            _places.Release();
        }
    }

    private ProcessStartInfo Start(string file, int page, int resolution)
    {
        var start = new ProcessStartInfo(_options.Program)
        {
            ArgumentList = { file, page.ToString(CultureInfo.InvariantCulture), resolution.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Secrets of this process (connection strings, keys) must not reach a program that reads foreign files.
        foreach (var name in start.Environment.Keys.Where(name => !IsForRendering(name)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LANG"] = "C.UTF-8";
        return start;
    }

    // What deploy/lib/render-page reads.
    private static bool IsForRendering(string variable) => variable is "PATH" or "KP_RUNTIME" || variable.StartsWith("KP_RENDER_", StringComparison.Ordinal);

    private async Task<byte[]> RunAsync(byte[] sha256, int page, int resolution)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(_options.Seconds));
        using var process = new Process { StartInfo = Start(_files.PathOf(sha256), page, resolution) };
        process.Start();
        process.StandardInput.Close();
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            using var picture = new MemoryStream();
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await process.StandardOutput.BaseStream.ReadAsync(buffer, limit.Token).ConfigureAwait(false)) > 0)
            {
                if (picture.Length + read > _options.MaxBytes)
                {
                    throw new PageImageException($"the picture of page {page} is larger than {_options.MaxBytes} bytes (Rendering:MaxBytes)");
                }

                picture.Write(buffer, 0, read);
            }

            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            return process.ExitCode == 0 && picture.Length > 0
                ? picture.ToArray()
                : throw new PageImageException($"page {page} could not be rendered");
        }
        catch (OperationCanceledException)
        {
            throw new PageImageException($"page {page} took longer than {_options.Seconds} s to render (Rendering:Seconds)");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}

/// <summary>A page could not be rendered; the message says why, without any text of the document.</summary>
public sealed class PageImageException(string message) : Exception(message);
