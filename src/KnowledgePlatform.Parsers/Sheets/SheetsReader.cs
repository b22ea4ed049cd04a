using System.Globalization;
using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>Reads a workbook (.xlsx, transitional or strict; .xls): each sheet under its name, each row as a row of a table, values as the sheet shows them, of formulas their last values, comments after their row.</summary>
internal sealed class SheetsReader : IDocumentReader
{
    private const int MostOfName = 31; // Excel's own

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        // The binary format names its code page by number.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var isPackage = file.Head(2) is [(byte)'P', (byte)'K'];
        var package = isPackage ? new PackageRepair(file, PackageNesting.Check(file, sink)) : null;
        using var archive = package is null ? null : new ZipArchive(package.Open());
        using var stream = archive is null ? BinaryWorkbook(file, sink.Limits)
            : StrictWorkbook.IsStrict(archive) ? StrictWorkbook.ToTransitional(archive, sink.Limits) : package!.Open();
        using var workbook = Open(stream);
        sink.Info(DocumentKind.Sheets, null, origin: WorkbookOrigin.Read(archive));
        var remarks = SheetRemarks.Read(archive);
        var parts = new PartWriter(sink);
        var cells = new CellBudget(sink.Limits.MaxCells, isPackage ? RowText.MostColumns : RowText.MostColumnsBefore2007);
        var number = 0;
        do
        {
            ReadSheet(workbook, number + 1, number < remarks.Count ? remarks[number] : null, cells, parts, sink);
            number++;
        }
        while (workbook.NextResult());
        ReportLeftOut(archive, remarks, sink);
    }

    // Out of its container by our own reader of those: the library follows chains of sectors that lead in a circle without end.
    private static MemoryStream BinaryWorkbook(SourceFile file, ParseLimits limits)
    {
        using var stream = File.OpenRead(file.Path);
        var container = CompoundFile.Open(stream);
        var parts = container.Children(container.Root);
        var workbook = parts.FirstOrDefault(part => part.Name.Equals("Workbook", StringComparison.OrdinalIgnoreCase))
            ?? parts.FirstOrDefault(part => part.Name.Equals("Book", StringComparison.OrdinalIgnoreCase)) ?? throw new InvalidDataException("no workbook");
        return new MemoryStream(container.Read(workbook, limits.MaxUnpackedBytes), writable: false);
    }

    private static IExcelDataReader Open(Stream stream)
    {
        try
        {
            return ExcelReaderFactory.CreateReader(stream);
        }
        catch (InvalidPasswordException)
        {
            throw new RefusedException(ParseCodes.UnsupportedProtection, "The workbook is protected with a password in the way of Excel before 2007, which cannot be undone here. Remove the password and upload it again.");
        }
        catch (ExcelReaderException)
        {
            throw new RefusedException(ParseCodes.Damaged, "The workbook is damaged or cut off and cannot be opened. Upload the original again.");
        }
    }

    // A sheet begins a part of its own.
    private static void ReadSheet(IExcelDataReader workbook, int number, SheetRemarks? remarks, CellBudget budget, PartWriter parts, DocumentSink sink)
    {
        if (workbook.VisibleState is "hidden" or "veryhidden")
        {
            sink.Skip(null, $"Sheet {number} (\u201C{TextCleaner.CutAt(TextCleaner.Line(workbook.Name), MostOfName)}\u201D) is hidden in the workbook; it was read.", unread: false);
        }

        parts.Add(BlockKind.Heading, 1, workbook.Name);
        if (workbook.HeaderFooter?.OddHeader is { Length: > 0 } header)
        {
            parts.Add(BlockKind.Header, 0, HeaderText.Plain(header));
        }

        var columns = Math.Min(workbook.FieldCount, budget.MostColumns);
        if (columns < workbook.FieldCount)
        {
            sink.Skip(null, $"Sheet {number} has cells beyond the last column of Excel; they were not read.", unread: false);
        }

        while (workbook.Read())
        {
            if (workbook.Depth >= RowText.MostRows)
            {
                sink.Skip(null, $"Sheet {number} has rows beyond the last row of Excel; they were not read.", unread: true);
                break;
            }

            // The library goes through all that the sheet claims.
            budget.Take(workbook.FieldCount);
            var cells = CellText.RowOf(workbook, columns);
            if (cells.Length > 0)
            {
                parts.Add(BlockKind.TableRow, 0, cells);
            }

            AddComments(workbook.Depth + 1);
        }

        AddComments(int.MaxValue);
        foreach (var text in remarks?.Boxes ?? [])
        {
            parts.Add(BlockKind.Paragraph, 0, text);
        }

        if (workbook.HeaderFooter?.OddFooter is { Length: > 0 } footer)
        {
            parts.Add(BlockKind.Footer, 0, HeaderText.Plain(footer));
        }

        parts.Finish();

        void AddComments(int row)
        {
            foreach (var comment in remarks?.UpTo(row) ?? [])
            {
                parts.Add(BlockKind.Comment, 0, comment);
            }
        }
    }

    private static void ReportLeftOut(ZipArchive? archive, IReadOnlyList<SheetRemarks> remarks, DocumentSink sink)
    {
        Say(remarks.Sum(sheet => sheet.Pictures), "{0} picture(s) on sheets: text inside them is not read.");
        Say(remarks.Sum(sheet => sheet.Charts), "{0} chart(s) or diagram(s) were not read; the cells that they show were.");
        Say(Entries("xl/embeddings/"), "{0} embedded file(s) were not read; upload them on their own.");
        Say(Entries("xl/vbaProject"), "The workbook contains macros; they were neither run nor read.");

        int Entries(string prefix) => archive?.Entries.Count(entry => entry.FullName.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) ?? 0;

        void Say(int count, string sentence)
        {
            if (count > 0)
            {
                sink.Skip(null, string.Format(CultureInfo.InvariantCulture, sentence, count), unread: false);
            }
        }
    }
}
