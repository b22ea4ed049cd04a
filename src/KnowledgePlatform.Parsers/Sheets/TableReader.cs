using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Text;
using Sylvan.Data.Csv;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>Reads delimited text (CSV, TSV) as one sheet: each record is a row of a table, the first one its header; rows may differ in length.</summary>
internal sealed class TableReader : IDocumentReader
{
    private const int BeginningLength = 64 * 1024;

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        var text = PlainTextReader.ReadText(file, sink, out var whole);
        sink.Info(DocumentKind.Table, null);
        var parts = new PartWriter(sink);
        var (delimiter, start) = TableSigns.DelimiterOf(text[..Math.Min(text.Length, BeginningLength)], file.Extension);
        using var content = new StringReader(text[start..]);
        ReadRows(content, delimiter, parts, sink);
        parts.Finish();
        if (!whole)
        {
            throw new LimitReachedException($"The file has more than {sink.Limits.MaxTextLength:N0} characters of text; what comes after that was not read.");
        }
    }

    private static void ReadRows(StringReader content, char delimiter, PartWriter parts, DocumentSink sink)
    {
        // Lax: a quote within a cell, as programs write that know no quoting, is a character.
        var options = new CsvDataReaderOptions { HasHeaders = false, Delimiter = delimiter, CsvStyle = CsvStyle.Lax, MaxBufferSize = sink.Limits.MaxRecordLength };
        var isTooWide = false;
        try
        {
            using var records = CsvDataReader.Create(content, options);
            while (records.Read())
            {
                isTooWide |= records.RowFieldCount > RowText.MostColumns;
                var row = RowText.Of(Math.Min(records.RowFieldCount, RowText.MostColumns), column => RowText.Cell(records.GetString(column)));
                if (row.Length > 0)
                {
                    parts.Add(BlockKind.TableRow, 0, row);
                }
            }
        }
        catch (CsvRecordTooLargeException)
        {
            throw new RefusedException(ParseCodes.StoppedAtFault, "A row of the table does not end: a quotation mark is missing. What comes after the last row read is missing.");
        }

        if (isTooWide)
        {
            sink.Skip(null, $"The table has rows of more than {RowText.MostColumns:N0} cells; the cells after that were not read.", unread: false);
        }
    }
}
