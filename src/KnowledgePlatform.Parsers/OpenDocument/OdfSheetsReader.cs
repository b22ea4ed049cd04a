using System.Xml;
using System.Xml.Linq;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Sheets;

namespace KnowledgePlatform.Parsers.OpenDocument;

/// <summary>Reads an OpenDocument spreadsheet (.ods), row by row: each sheet under its name, values as the sheet shows them.</summary>
internal sealed class OdfSheetsReader : IDocumentReader
{
    private readonly LeftOut _leftOut = new();
    private readonly OdfStyles _styles = new();
    private readonly HashSet<string> _pages = new(StringComparer.Ordinal);
    private int _sheets;

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var archive = OdfArchive.Open(file, sink);
        sink.Info(DocumentKind.OpenDocumentSheets, archive.Title(), origin: archive.Origin());
        var parts = new PartWriter(sink);
        var pages = OdfTextReader.TakeStyles(archive, _styles);
        using var reader = archive.Reader();
        while (!reader.EOF)
        {
            ReadNext(reader, parts, sink);
        }

        parts.Finish();
        WriteEdges(parts, pages.Where(page => _pages.Contains(page.Attribute(Odf.Style + "name")?.Value ?? "")).ToList());
        parts.Finish();
        _leftOut.HasMacros = archive.Count("Basic/") > 0;
        _leftOut.Report(sink);
    }

    private void ReadNext(XmlReader reader, PartWriter parts, DocumentSink sink)
    {
        var name = reader.NodeType == XmlNodeType.Element ? XName.Get(reader.LocalName, reader.NamespaceURI) : null;
        if (name == Odf.Office + "automatic-styles")
        {
            _styles.Add((XElement)XNode.ReadFrom(reader));
        }
        else if (name == Odf.Table + "table")
        {
            BeginSheet(reader, parts, sink);
            reader.Read();
        }
        else if (name == Odf.Table + "table-row")
        {
            WriteRow((XElement)XNode.ReadFrom(reader), parts);
        }
        else if (name == Odf.Table + "shapes")
        {
            var shapes = (XElement)XNode.ReadFrom(reader);
            new OdfBlocks(_styles, _leftOut, parts.Add).WriteChildren(shapes);
        }
        else if (name == Odf.Table + "tracked-changes" || name == Odf.Office + "forms" || name == Odf.Table + "content-validations")
        {
            reader.Skip();
        }
        else
        {
            reader.Read();
        }
    }

    // A sheet begins a part of its own.
    private void BeginSheet(XmlReader reader, PartWriter parts, DocumentSink sink)
    {
        _sheets++;
        parts.Finish();
        var style = reader.GetAttribute("style-name", Odf.Table.NamespaceName);
        if (_styles.PropertyOf("table", style, "table-properties", Odf.Table + "display") == "false")
        {
            sink.Skip(null, $"Sheet {_sheets} is hidden in the workbook; it was read.", unread: false);
        }

        _pages.Add(_styles.PageOf(style) ?? "Default");
        parts.Add(BlockKind.Heading, 1, reader.GetAttribute("name", Odf.Table.NamespaceName) ?? "");
    }

    // Sheets share the pages' models that running heads stand on.
    private void WriteEdges(PartWriter parts, List<XElement> pages)
    {
        var blocks = new OdfBlocks(_styles, _leftOut, parts.Add);
        OdfTextReader.WriteEdges(blocks, parts, pages, BlockKind.Header, "header");
        OdfTextReader.WriteEdges(blocks, parts, pages, BlockKind.Footer, "footer");
    }

    private void WriteRow(XElement row, PartWriter parts)
    {
        var cells = new List<string>();
        foreach (var cell in row.Elements().Where(child => child.Name.LocalName is "table-cell" or "covered-table-cell"))
        {
            var text = TextOf(cell);
            var times = Math.Min(cell.Repeated("number-columns-repeated"), RowText.MostColumns - cells.Count);
            cells.AddRange(Enumerable.Repeat(text, Math.Max(0, times)));
        }

        var line = RowText.Of(cells.Count, column => cells[column]);
        for (var times = line.Length > 0 ? Math.Min(row.Repeated("number-rows-repeated"), RowText.MostRows) : 0; times > 0; times--)
        {
            parts.Add(BlockKind.TableRow, 0, line);
        }
    }

    private string TextOf(XElement cell)
    {
        _leftOut.Comments += cell.Elements(Odf.Office + "annotation").Count();
        _leftOut.Pictures += cell.Elements().Count(child => child.Name == Odf.Draw + "frame");
        var paragraphs = cell.Elements(Odf.Text + "p").ToList();
        return paragraphs.Count > 0
            ? RowText.Cell(string.Join(' ', paragraphs.Select(paragraph => new OdfText(_styles, _leftOut).Of(paragraph))))
            : RowText.Cell(ValueOf(cell));
    }

    // Programs may leave out the text that shows the value.
    private static string ValueOf(XElement cell) =>
        new[] { "string-value", "date-value", "time-value", "boolean-value", "value" }.Select(name => cell.Attribute(Odf.Office + name)?.Value).FirstOrDefault(value => value is not null) ?? "";
}
