using System.Xml.Linq;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.OpenDocument;

/// <summary>Writes paragraphs, lists, tables and text in shapes as blocks.</summary>
internal sealed class OdfBlocks(OdfStyles styles, LeftOut leftOut, Action<BlockKind, int, string> write)
{
    // A row or cell that is repeated stands once for all; more often than this nobody wrote it.
    private const int MostRepeated = 1_000;

    private readonly OdfNumbering _numbering = new(styles);

    /// <summary>Writes what the element holds.</summary>
    public void Write(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "p" or "h" when element.Name.Namespace == Odf.Text:
                WriteParagraph(element);
                break;
            case "list" when element.Name.Namespace == Odf.Text:
                WriteList(element);
                break;
            case "table" when element.Name.Namespace == Odf.Table:
                WriteTable(element);
                break;
            case "tracked-changes":
                leftOut.Deletions += element.Descendants(Odf.Text + "deletion").Count();
                break;
            case "section" when element.Attribute(Odf.Text + "display")?.Value == "none" || element.Attribute(Odf.Text + "is-hidden")?.Value == "true":
                leftOut.HiddenRuns += string.IsNullOrWhiteSpace(element.Value) ? 0 : 1;
                break;
            case "annotation":
                leftOut.Comments++;
                break;
            case "frame" when element.Name.Namespace == Odf.Draw:
                WriteFrame(element);
                break;
            case "forms" or "notes" or "page-thumbnail" or "automatic-styles" or "font-face-decls" or "scripts":
                break;
            default:
                WriteChildren(element);
                break;
        }
    }

    /// <summary>Writes each element in it.</summary>
    public void WriteChildren(XElement parent)
    {
        foreach (var child in parent.Elements())
        {
            Write(child);
        }
    }

    /// <summary>Texts of the paragraphs in it, notes and shapes left aside.</summary>
    public IEnumerable<string> Lines(XElement parent) =>
        parent.Descendants().Where(IsParagraph).Select(paragraph => TextCleaner.Line(new OdfText(styles, leftOut).Of(paragraph)));

    private void WriteParagraph(XElement paragraph)
    {
        var text = new OdfText(styles, leftOut);
        var (level, line) = (styles.HeadingLevel(paragraph), TextOf(paragraph, text, out var marker));
        if (!string.IsNullOrWhiteSpace(line))
        {
            var kind = level > 0 ? BlockKind.Heading : marker.Length > 0 ? BlockKind.ListItem : BlockKind.Paragraph;
            write(kind, level, marker.Length > 0 ? $"{marker} {line}" : line);
        }

        WriteAside(text);
    }

    private string TextOf(XElement paragraph, OdfText text, out string marker)
    {
        var counted = _numbering.MarkerOf(paragraph);
        if (styles.IsHidden(paragraph, "paragraph"))
        {
            leftOut.HiddenRuns += string.IsNullOrWhiteSpace(paragraph.Value) ? 0 : 1;
            marker = "";
            return "";
        }

        var line = text.Of(paragraph);
        marker = text.Number.Length > 0 ? text.Number : counted;
        return line;
    }

    // Shapes and notes follow the paragraph that they hang on.
    private void WriteAside(OdfText text)
    {
        text.Shapes.ForEach(Write);
        foreach (var (mark, body) in text.Notes)
        {
            write(BlockKind.Footnote, 0, $"{mark} {string.Join(' ', Lines(body))}");
        }
    }

    private void WriteList(XElement list)
    {
        _numbering.Open(list);
        foreach (var item in list.Elements())
        {
            _numbering.Item(item);
            WriteChildren(item);
        }

        _numbering.Close();
    }

    private void WriteFrame(XElement frame)
    {
        var boxes = frame.Elements().Where(child => child.Name == Odf.Draw + "text-box" || child.Name == Odf.Table + "table").ToList();
        if (boxes.Count > 0)
        {
            boxes.ForEach(Write);
            return;
        }

        var isFile = frame.Element(Odf.Draw + "object-ole") is not null;
        leftOut.EmbeddedFiles += isFile ? 1 : 0;
        leftOut.Pictures += !isFile && frame.Elements().Any(child => child.Name.Namespace == Odf.Draw) ? 1 : 0;
    }

    private void WriteTable(XElement table)
    {
        foreach (var row in table.Elements())
        {
            switch (row.Name.LocalName)
            {
                case "table-row":
                    WriteRow(row);
                    break;
                case "table-header-rows" or "table-rows" or "table-row-group":
                    WriteTable(row);
                    break;
                case "shapes":
                    WriteChildren(row);
                    break;
            }
        }
    }

    private void WriteRow(XElement row)
    {
        var asides = new List<OdfText>();
        var cells = new List<string>();
        var covered = 0;
        foreach (var cell in row.Elements().Where(child => child.Name.LocalName is "table-cell" or "covered-table-cell"))
        {
            var times = Math.Min(cell.Repeated("number-columns-repeated"), MostRepeated);
            if (cell.Name.LocalName == "covered-table-cell")
            {
                // Covered from the left: no cell of its own; covered from above: an empty one, so that columns stay below each other.
                var hidden = Math.Min(covered, times);
                covered -= hidden;
                cells.AddRange(Enumerable.Repeat("", times - hidden));
                continue;
            }

            covered = cell.Repeated("number-columns-spanned") - 1;
            cells.AddRange(Enumerable.Repeat(CellText(cell, asides), times));
        }

        for (var times = Math.Min(row.Repeated("number-rows-repeated"), MostRepeated); times > 0; times--)
        {
            write(cells.Count > 1 ? BlockKind.TableRow : BlockKind.Paragraph, 0, string.Join('\t', cells));
        }

        asides.ForEach(WriteAside);
    }

    // A table within a cell is read in line, its cells one after the other.
    private string CellText(XElement cell, List<OdfText> asides)
    {
        var texts = new List<string>();
        AddTexts(cell);
        return TextCleaner.Line(string.Join(' ', texts));

        void AddTexts(XElement parent)
        {
            foreach (var child in parent.Elements())
            {
                if (IsParagraph(child))
                {
                    var text = new OdfText(styles, leftOut);
                    var line = TextOf(child, text, out var marker);
                    texts.Add(marker.Length > 0 ? $"{marker} {line}" : line);
                    asides.Add(text);
                }
                else if (child.Name == Odf.Text + "list")
                {
                    _numbering.Open(child);
                    foreach (var item in child.Elements())
                    {
                        _numbering.Item(item);
                        AddTexts(item);
                    }

                    _numbering.Close();
                }
                else
                {
                    leftOut.Comments += child.Name == Odf.Office + "annotation" ? 1 : 0;
                    AddOther(child);
                }
            }
        }

        void AddOther(XElement child)
        {
            if (child.Name.Namespace == Odf.Draw)
            {
                var text = new OdfText(styles, leftOut);
                text.Shapes.Add(child);
                asides.Add(text);
            }
            else if (child.Name != Odf.Office + "annotation")
            {
                AddTexts(child);
            }
        }
    }

    private static bool IsParagraph(XElement element) => element.Name == Odf.Text + "p" || element.Name == Odf.Text + "h";
}
