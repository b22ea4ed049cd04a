using System.Diagnostics;
using System.Globalization;
using KnowledgePlatform.Core.Processes;

namespace KnowledgePlatform.Core.Rendering;

/// <summary>Runs the program that renders one page, within limits of time and size, and kills it when nobody waits any more.</summary>
internal sealed class PageRenderer(RenderingOptions options)
{
    public async Task<byte[]> RenderAsync(string file, int page, int resolution, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(options.Seconds));
        using var process = new Process { StartInfo = Start(file, page, resolution) };
        process.Start();
        process.StandardInput.Close();
        try
        {
            // Read so that the program is not held up, and let go: what it says may quote the document, without end.
            var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token);
            var picture = await ReadAsync(process.StandardOutput.BaseStream, page, limit.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(limit.Token).ConfigureAwait(false);
            await errors.ConfigureAwait(false);
            return process.ExitCode == 0 && picture.Length > 0 ? picture : throw new PageImageException($"page {page} could not be rendered");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PageImageException($"page {page} took longer than {options.Seconds} s to render (Rendering:Seconds)");
        }
        finally
        {
            ProcessTree.Kill(process);
        }
    }

    private async Task<byte[]> ReadAsync(Stream output, int page, CancellationToken cancellationToken)
    {
        using var picture = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await output.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (picture.Length + read > options.MaxBytes)
            {
                throw new PageImageException($"the picture of page {page} is larger than {options.MaxBytes} bytes (Rendering:MaxBytes)");
            }

            picture.Write(buffer, 0, read);
        }

        return picture.ToArray();
    }

    private ProcessStartInfo Start(string file, int page, int resolution)
    {
        var start = new ProcessStartInfo(options.Program)
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
}
