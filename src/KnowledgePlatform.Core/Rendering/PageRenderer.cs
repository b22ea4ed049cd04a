using System.Globalization;
using KnowledgePlatform.Core.Processes;

namespace KnowledgePlatform.Core.Rendering;

/// <summary>Runs the program that renders one page, within limits of time and size, and kills it when nobody waits any more.</summary>
internal sealed class PageRenderer(RenderingOptions options)
{
    public async Task<byte[]> RenderAsync(string file, int page, int resolution, CancellationToken cancellationToken)
    {
        try
        {
            string[] arguments = [file, page.ToString(CultureInfo.InvariantCulture), resolution.ToString(CultureInfo.InvariantCulture)];
            var picture = await SandboxedTool.RunAsync(options.Program, arguments, default, TimeSpan.FromSeconds(options.Seconds), options.MaxBytes, cancellationToken).ConfigureAwait(false);
            return picture.Length > 0 ? picture : throw new PageImageException($"page {page} could not be rendered");
        }
        catch (TimeoutException)
        {
            throw new PageImageException($"page {page} took longer than {options.Seconds} s to render (Rendering:Seconds)");
        }
        catch (InvalidDataException)
        {
            throw new PageImageException($"the picture of page {page} is larger than {options.MaxBytes} bytes (Rendering:MaxBytes)");
        }
        catch (IOException fault)
        {
            throw new PageImageException($"page {page} could not be rendered: {fault.Message}");
        }
    }
}
