using KnowledgePlatform.Core.Parsing;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>What reading costs beside <c>pdftotext -bbox-layout</c>, measured in one run.</summary>
/// <param name="Files">PDFs read.</param>
/// <param name="Pages">Their pages.</param>
/// <param name="Parser">Seconds of processor time that our parser child took for them, a process a file.</param>
/// <param name="Poppler">Seconds that pdftotext took, a process a file, its sandbox not counted.</param>
/// <param name="PeakPages">Pages of the long PDF.</param>
/// <param name="PeakBytes">Largest resident set of the child that read it.</param>
internal sealed record ReadingCost(int Files, int Pages, double Parser, double Poppler, int PeakPages, long PeakBytes)
{
    private const int LongPages = 2_000;

    /// <summary>Our time over poppler's; null when it took too little to be measured.</summary>
    public double? Ratio => Poppler > 0 ? Parser / Poppler : null;

    /// <summary>Pages a second of processor time.</summary>
    public double? PagesPerSecond => Parser > 0 ? Pages / Parser : null;

    /// <summary>Measures.</summary>
    /// <param name="options">How the child is started; it is started without its sandbox here, which would hide what the child costs.</param>
    /// <param name="pdfs">Paths of PDFs with a text layer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ReadingCost> MeasureAsync(ParsingOptions options, IReadOnlyList<string> pdfs, CancellationToken cancellationToken)
    {
        var client = new ParserClient(options with { SandboxPath = null });
        double parser = 0, poppler = 0;
        var pages = 0;
        foreach (var pdf in pdfs)
        {
            // Turn by turn, so that what else the machine does falls on both.
            var before = ChildCost.Seconds();
            pages += (await client.ParseAsync(pdf, Path.GetFileName(pdf), cancellationToken).ConfigureAwait(false)).Pages.Count;
            parser += ChildCost.Seconds() - before;
            poppler += await PopplerText.SecondsAsync(pdf, ["-bbox-layout"], cancellationToken).ConfigureAwait(false);
        }

        var (read, peak) = await PeakAsync(client, cancellationToken).ConfigureAwait(false);
        return new ReadingCost(pdfs.Count, pages, parser, poppler, read, peak);
    }

    private static async Task<(int Pages, long Bytes)> PeakAsync(ParserClient client, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("kp-eval-");
        try
        {
            var path = Path.Combine(folder.FullName, "long.pdf");
            await using (var file = File.Create(path))
            {
                LongPdf.Write(file, LongPages);
            }

            var read = 0;
            var peak = await ChildCost.PeakBytesAsync(async () => await client.ParseAsync(
                path,
                "long.pdf",
                (_, _) =>
                {
                    read++;
                    return ValueTask.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            return (read, peak);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
