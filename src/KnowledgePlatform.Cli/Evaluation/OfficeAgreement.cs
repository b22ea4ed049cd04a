using System.Globalization;
using KnowledgePlatform.Core.Conversion;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>
/// How far our reading of DOCX, PPTX and XLSX agrees with LibreOffice's own conversion to text, where LibreOffice is installed. Compared is what both give: LibreOffice's
/// text of a document has neither running heads nor notes, its text of a workbook is the cells, and that of a presentation is what is drawn on its slides.
/// </summary>
internal sealed class OfficeAgreement(OfficeConverter converter)
{
    private static readonly (DocumentKind Kind, string Name, string Format, BlockKind[] Compared)[] Compared =
    [
        (DocumentKind.Word, "docx", "txt", [BlockKind.Heading, BlockKind.Paragraph, BlockKind.ListItem, BlockKind.TableRow]),
        (DocumentKind.Slides, "pptx", "pdf", [BlockKind.Heading, BlockKind.Paragraph, BlockKind.ListItem, BlockKind.TableRow, BlockKind.Header, BlockKind.Footer]),
        (DocumentKind.Sheets, "xlsx", "csv", [BlockKind.TableRow]),
    ];

    /// <summary>F1 of the words; null when LibreOffice is not there, cannot convert the file, or the file is none that it is asked about.</summary>
    public async Task<double?> OfAsync(string path, DocumentKind? kind, IReadOnlyList<ParsedPage> pages, CancellationToken cancellationToken)
    {
        var how = Compared.FirstOrDefault(one => one.Kind == kind);
        if (how.Name is null || !converter.IsAvailable || pages.Count == 0 || !IsPackage(path))
        {
            return null;
        }

        var theirs = WordAgreement.Words(await TextAsync(path, how.Format, cancellationToken).ConfigureAwait(false));
        var ours = pages.SelectMany(page => page.Blocks.Where(block => how.Compared.Contains(block.Kind)).Select(block => page.Text.Substring(block.Start, block.Length))).SelectMany(WordAgreement.Words).ToList();
        return theirs.Count > 0 ? WordAgreement.F1(ours, theirs) : null;
    }

    /// <summary>Adds the medians to the line of --json, null for a format of which there was no file to compare.</summary>
    public static void AddTo(Dictionary<string, object?> sums, IReadOnlyList<FileReading> files)
    {
        foreach (var (kind, name, _, _) in Compared)
        {
            var all = Of(files, kind);
            sums[$"libreoffice_{name}_files"] = all.Count;
            sums[$"libreoffice_{name}_f1_median"] = all.Count == 0 ? null : Math.Round(Median(all), 4);
        }
    }

    /// <summary>Writes a line a format.</summary>
    public static void Write(IReadOnlyList<FileReading> files, TextWriter output)
    {
        foreach (var (kind, name, _, _) in Compared)
        {
            if (Of(files, kind) is { Count: > 0 } all)
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Agreement with LibreOffice on {all.Count} {name.ToUpperInvariant()} that it converts to text (F1 of the words): median {Median(all):0.000}, mean {all.Average():0.000}."));
            }
        }
    }

    private async Task<string> TextAsync(string path, string format, CancellationToken cancellationToken)
    {
        try
        {
            var converted = await converter.ConvertAsync(path, format, cancellationToken).ConfigureAwait(false);
            return format == "pdf" ? await PdfTextAsync(converted, cancellationToken).ConfigureAwait(false) : System.Text.Encoding.UTF8.GetString(converted);
        }
        catch (Exception fault) when (fault is IOException or TimeoutException or InvalidDataException)
        {
            return "";
        }
    }

    private static async Task<string> PdfTextAsync(byte[] pdf, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Path.GetTempPath(), "kp-evaluated-" + Guid.NewGuid().ToString("N"));
        try
        {
            await File.WriteAllBytesAsync(file, pdf, cancellationToken).ConfigureAwait(false);
            return await PopplerText.ReadAsync(file, [], cancellationToken).ConfigureAwait(false) ?? "";
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static List<double> Of(IReadOnlyList<FileReading> files, DocumentKind kind) => [.. files.Where(file => file.Kind == kind && file.OfficeF1 is not null).Select(file => file.OfficeF1!.Value).Order()];

    private static double Median(List<double> sorted) => sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2;

    private static bool IsPackage(string path)
    {
        using var file = File.OpenRead(path);
        return file.ReadByte() == 'P' && file.ReadByte() == 'K';
    }
}
