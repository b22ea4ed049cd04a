using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Writes a document's body, its notes where they are referred to, and its headers and footers once each.</summary>
internal sealed class WordBlocks
{
    private readonly MainDocumentPart _main;
    private readonly PartWriter _parts;
    private readonly WordStyles _styles;
    private readonly WordNumbering _numbering;
    private readonly WordNotes _notes;
    private readonly WordComments _comments;
    private string _carried = "";

    public WordBlocks(MainDocumentPart main, PartWriter parts)
    {
        (_main, _parts) = (main, parts);
        _styles = new WordStyles(main);
        _numbering = new WordNumbering(main, _styles);
        _notes = new WordNotes(main);
        _comments = new WordComments(main);
    }

    /// <summary>What was not read.</summary>
    public LeftOut LeftOut { get; } = new();

    /// <summary>Writes everything.</summary>
    public void Write()
    {
        WriteEdges(BlockKind.Header, _main.HeaderParts.Select(part => (OpenXmlElement?)part.Header));
        WriteChildren(_main.Document!.Body!);
        WriteEdges(BlockKind.Footer, _main.FooterParts.Select(part => (OpenXmlElement?)part.Footer));
        foreach (var id in _comments.Left)
        {
            WriteComment(id, null);
        }
    }

    private void WriteEdges(BlockKind kind, IEnumerable<OpenXmlElement?> edges)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var paragraph in edges.OfType<OpenXmlElement>().SelectMany(edge => edge.Descendants<Paragraph>()))
        {
            var runs = new RunText(LeftOut, _styles, _notes);
            var text = TextCleaner.Line(runs.Of(paragraph));
            if (seen.Add(text))
            {
                _parts.Add(kind, 0, text);
            }

            WriteRemarks(runs);
        }
    }

    private void WriteChildren(OpenXmlElement parent)
    {
        foreach (var child in parent.ChildElements)
        {
            switch (child)
            {
                case Paragraph paragraph when IsEndDeleted(paragraph):
                    Carry(paragraph);
                    break;
                case Paragraph paragraph:
                    WriteParagraph(paragraph);
                    break;
                case Table table:
                    WriteTable(table);
                    break;
                case AltChunk:
                    LeftOut.AlternativeParts++;
                    break;
                case DeletedRun or MoveFromRun or SectionProperties or SdtProperties:
                    break;
                default:
                    // Content controls, custom XML, tracked insertions of whole paragraphs and elements of later versions.
                    if (child.HasChildren)
                    {
                        WriteChildren(child);
                    }

                    break;
            }
        }
    }

    // A tracked change deletes the paragraph's end: its text goes on with the next paragraph.
    private static bool IsEndDeleted(Paragraph paragraph) =>
        IsMarkDeleted(paragraph) && paragraph.NextSibling() is Paragraph;

    private static bool IsMarkDeleted(Paragraph paragraph) =>
        paragraph.ParagraphProperties?.ParagraphMarkRunProperties is { } mark && (mark.GetFirstChild<Deleted>() is not null || mark.GetFirstChild<MoveFrom>() is not null);

    private void Carry(Paragraph paragraph)
    {
        var runs = new RunText(LeftOut, _styles, _notes);
        _carried += runs.Of(paragraph);
        WriteAside(runs);
    }

    private void WriteParagraph(Paragraph paragraph)
    {
        var runs = new RunText(LeftOut, _styles, _notes);
        var text = _carried + runs.Of(paragraph);
        _carried = "";
        // Not counted: what a change takes away altogether, and the end of a section without text, which Word shows as no paragraph.
        var marker = text.Length == 0 && (IsMarkDeleted(paragraph) || paragraph.ParagraphProperties?.SectionProperties is not null) ? "" : _numbering.MarkerOf(paragraph);
        if (!string.IsNullOrWhiteSpace(text))
        {
            var level = _styles.HeadingLevel(paragraph);
            var kind = level > 0 ? BlockKind.Heading : marker.Length > 0 ? BlockKind.ListItem : BlockKind.Paragraph;
            _parts.Add(kind, level, marker.Length > 0 ? $"{marker} {text}" : text);
        }

        WriteAside(runs);
    }

    // Text boxes and notes follow the paragraph that they hang on.
    private void WriteAside(RunText runs, bool withChanges = true)
    {
        foreach (var box in runs.TextBoxes)
        {
            WriteChildren(box);
        }

        foreach (var (mark, note) in runs.Notes.Select(reference => (_notes.MarkOf(reference), _notes.Of(reference))))
        {
            if (note is not null)
            {
                var text = string.Join(' ', note.Descendants<Paragraph>().Select(p => new RunText(LeftOut, _styles, _notes).Of(p)));
                _parts.Add(BlockKind.Footnote, 0, $"{mark} {text}");
            }
        }

        WriteRemarks(runs, withChanges);
    }

    private void WriteRemarks(RunText runs, bool withChanges = true)
    {
        foreach (var change in withChanges ? runs.Changes : [])
        {
            _parts.Add(BlockKind.TrackedChange, 0, change.ToString());
        }

        foreach (var (id, on) in runs.Comments)
        {
            WriteComment(id, on);
        }
    }

    private void WriteComment(string? id, string? on)
    {
        if (_comments.Take(id, on, paragraph => new RunText(LeftOut, _styles, _notes).Of(paragraph)) is { } remark)
        {
            _parts.Add(BlockKind.Comment, 0, remark);
        }
    }

    private void WriteTable(Table table)
    {
        foreach (var row in table.Descendants<TableRow>().Where(row => NearestTable(row) == table))
        {
            var change = (TrackChangeType?)row.TableRowProperties?.GetFirstChild<Deleted>() ?? row.TableRowProperties?.GetFirstChild<Inserted>();
            if (change is not Deleted)
            {
                WriteRow(row, withChanges: change is null);
            }

            if (change is not null)
            {
                _parts.Add(BlockKind.TrackedChange, 0, WordChange.OfRow(change, string.Join(" | ", CellsOf(row).Select(WordChange.TextOf))).ToString());
            }
        }
    }

    private void WriteRow(TableRow row, bool withChanges)
    {
        var aside = new List<RunText>();
        var cells = CellsOf(row).Select(cell => CellText(cell, aside)).ToList();
        _parts.Add(cells.Count > 1 ? BlockKind.TableRow : BlockKind.Paragraph, 0, string.Join('\t', cells));
        aside.ForEach(runs => WriteAside(runs, withChanges));
    }

    private static IEnumerable<TableCell> CellsOf(TableRow row) => row.Descendants<TableCell>().Where(cell => NearestRow(cell) == row);

    // A merged cell repeats nothing; a table within a cell is read in line.
    private string CellText(TableCell cell, List<RunText> aside)
    {
        var texts = new List<string>();
        foreach (var paragraph in cell.Descendants<Paragraph>().Where(p => !p.Ancestors<TextBoxContent>().Any(box => box.Ancestors<TableCell>().Contains(cell))))
        {
            var runs = new RunText(LeftOut, _styles, _notes);
            var marker = _numbering.MarkerOf(paragraph);
            texts.Add(marker.Length > 0 ? $"{marker} {runs.Of(paragraph)}" : runs.Of(paragraph));
            aside.Add(runs);
        }

        return TextCleaner.Line(string.Join(' ', texts));
    }

    private static Table? NearestTable(OpenXmlElement element) => element.Ancestors<Table>().FirstOrDefault();

    private static TableRow? NearestRow(OpenXmlElement element) => element.Ancestors<TableRow>().FirstOrDefault();
}
