using System.Diagnostics;
using System.Globalization;

namespace KnowledgePlatform.TestKit;

/// <summary>A page of one of our sample PDFs as a scanner would give it: a picture without text.</summary>
public static class SamplePage
{
    private const string Resolution = "200";

    /// <summary>Renders the page as PNG into the folder.</summary>
    /// <param name="sample">Name of the sample without its extension.</param>
    /// <param name="page">From 1.</param>
    /// <param name="folder">Where the picture is put.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>The picture's path.</returns>
    public static async Task<string> RenderAsync(string sample, int page, string folder, CancellationToken cancellationToken)
    {
        var pdf = Path.Combine(Repository.Root, "deploy", "samples", "documents", sample + ".pdf");
        var file = Path.Combine(folder, $"{sample}-scan-{page}.png");
        using var render = Process.Start(new ProcessStartInfo(
            Path.Combine(Repository.Root, "deploy", "lib", "render-page"), [pdf, page.ToString(CultureInfo.InvariantCulture), Resolution]) { RedirectStandardOutput = true })!;
        await using (var picture = File.Create(file))
        {
            await render.StandardOutput.BaseStream.CopyToAsync(picture, cancellationToken);
        }

        await render.WaitForExitAsync(cancellationToken);
        return render.ExitCode == 0 ? file : throw new InvalidOperationException($"page {page} of {sample} could not be rendered");
    }
}
