using System.IO.Compression;
using System.Text;
using ExcelDataReader;
using ExcelDataReader.Exceptions;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>Reads a workbook (.xlsx, .xls): each sheet under its name, each row as a row of a table, values as the sheet shows them, of formulas their last values.</summary>
internal sealed class SheetsReader : IDocumentReader
{
    // Excel's own number of columns; a row that claims more is broken.
    private const int MostColumns = 16_384;

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        // The binary format names its code page by number.
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        if (IsZip(file))
        {
            PackageNesting.Check(file, sink.Limits);
            RefuseStrict(file);
        }

        using var stream = File.OpenRead(file.Path);
        using var workbook = Open(stream);
        sink.Info(DocumentKind.Sheets, null);
        var parts = new PartWriter(sink);
        var number = 0;
        do
        {
            ReadSheet(workbook, ++number, parts, sink);
        }
        while (workbook.NextResult());
        ReportLeftOut(file, sink);
    }

    // The library reads the transitional form only, which Excel writes unless told otherwise.
    private static void RefuseStrict(SourceFile file)
    {
        using var archive = ZipFile.OpenRead(file.Path);
        if (archive.GetEntry("xl/workbook.xml") is not { } workbook)
        {
            return;
        }

        var beginning = new char[2_048];
        using var reader = new StreamReader(workbook.Open());
        if (new string(beginning, 0, reader.ReadBlock(beginning)).Contains("http://purl.oclc.org/ooxml/", StringComparison.Ordinal))
        {
            throw new RefusedException(
                ParseCodes.FormatNotSupported, "The workbook is saved as Strict Open XML, which cannot be read yet. Save it as an ordinary Excel workbook and upload it again.");
        }
    }

    private static IExcelDataReader Open(Stream stream)
    {
        try
        {
            return ExcelReaderFactory.CreateReader(stream);
        }
        catch (InvalidPasswordException)
        {
            throw new RefusedException(ParseCodes.PasswordRequired, "The workbook is protected with a password. Remove the password and upload it again.");
        }
        catch (ExcelReaderException)
        {
            throw new RefusedException(ParseCodes.Damaged, "The workbook is damaged or cut off and cannot be opened. Upload the original again.");
        }
    }

    // A sheet begins a part of its own.
    private static void ReadSheet(IExcelDataReader workbook, int number, PartWriter parts, DocumentSink sink)
    {
        if (workbook.VisibleState is "hidden" or "veryhidden")
        {
            sink.Skip(null, $"Sheet {number} is hidden in the workbook; it was read.", unread: false);
        }

        parts.Add(BlockKind.Heading, 1, workbook.Name);
        if (workbook.HeaderFooter?.OddHeader is { Length: > 0 } header)
        {
            parts.Add(BlockKind.Header, 0, HeaderText.Plain(header));
        }

        if (workbook.FieldCount > MostColumns)
        {
            sink.Skip(null, $"Sheet {number} has cells beyond the last column of Excel; they were not read.", unread: false);
        }

        while (workbook.Read())
        {
            var cells = CellText.RowOf(workbook, Math.Min(workbook.FieldCount, MostColumns));
            if (cells.Length > 0)
            {
                parts.Add(BlockKind.TableRow, 0, cells);
            }
        }

        if (workbook.HeaderFooter?.OddFooter is { Length: > 0 } footer)
        {
            parts.Add(BlockKind.Footer, 0, HeaderText.Plain(footer));
        }

        parts.Finish();
    }

    private static void ReportLeftOut(SourceFile file, DocumentSink sink)
    {
        if (!IsZip(file))
        {
            return;
        }

        using var archive = ZipFile.OpenRead(file.Path);
        Say("xl/comments", "{0} sheet(s) have comments on cells; they were not read.");
        Say("xl/drawings/drawing", "{0} sheet(s) have drawings, text boxes or pictures; they were not read.");
        Say("xl/charts/chart", "{0} chart(s) were not read; the cells that they show were.");
        Say("xl/embeddings/", "{0} embedded file(s) were not read; upload them on their own.");
        Say("xl/vbaProject", "The workbook contains macros; they were neither run nor read.");

        void Say(string prefix, string sentence)
        {
            var count = archive.Entries.Count(entry => entry.FullName.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
            if (count > 0)
            {
                sink.Skip(null, string.Format(System.Globalization.CultureInfo.InvariantCulture, sentence, count), unread: false);
            }
        }
    }

    private static bool IsZip(SourceFile file) => file.Head(2) is [(byte)'P', (byte)'K'];
}
