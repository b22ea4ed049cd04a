// Writes Word documents with real styles from sources/NAME.md: dotnet run build-docx.cs -- SOURCES DOCUMENTS NAME...
// The source is a small Markdown: a head of "key: value" lines up to the first blank one (title, header, footer, page, language, font,
// accent, numbered), then
//   # title     ## heading (a number before it when numbered: yes; "{-}" at its end leaves it out)     ### sub-heading
//   1. clause (1.1 under a numbered heading)    a. sub-clause    - bullet    > line of an address    *** page break
//   | cells | of a table |, its first row the head; a cell that starts with "<" stands right
//   **bold**, *italic*, [^x] with [^x]: the footnote's text
#:package DocumentFormat.OpenXml@3.3.0
#:property ManagePackageVersionsCentrally=false
#:property PublishAot=false

using System.IO.Compression;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;

var (sources, target) = (args[0], args[1]);
foreach (var name in args[2..])
{
    var source = Source.Read(Path.Combine(sources, name + ".md"));
    using var memory = new MemoryStream();
    using (var word = WordprocessingDocument.Create(memory, WordprocessingDocumentType.Document))
    {
        new WordWriter(word, source, sources).Write();
        var errors = new OpenXmlValidator(FileFormatVersions.Office2019).Validate(word).ToList();
        errors.ForEach(e => Console.Error.WriteLine($"{name}: {e.Description} {e.Path?.XPath}"));
        if (errors.Count > 0)
        {
            return 1;
        }
    }

    Package.Save(memory, Path.Combine(target, name + ".docx"));
}

return 0;

/// <summary>A source's head and its blocks: kind and text (for a table one row a line).</summary>
internal sealed partial record Source(Dictionary<string, string> Head, List<(string Kind, string Text)> Blocks, Dictionary<string, string> Notes)
{
    public string this[string key] => Head.GetValueOrDefault(key, "");

    public static Source Read(string path)
    {
        var lines = File.ReadAllLines(path);
        var head = lines.TakeWhile(l => l != "").Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1]);
        var blocks = new List<(string Kind, string Text)>();
        var notes = new Dictionary<string, string>();
        var open = false;
        foreach (var line in lines.Skip(head.Count))
        {
            var start = Start().Match(line);
            var (kind, text) = (Regex.Replace(start.Value.Trim(), "^[0-9]+", "1"), line[start.Length..].Trim());
            if (line.StartsWith("[^", StringComparison.Ordinal))
            {
                notes[line[2..line.IndexOf(']')]] = line[(line.IndexOf(':') + 2)..];
            }
            else if (open && kind == "" && text != "")
            {
                blocks[^1] = (blocks[^1].Kind, blocks[^1].Text + " " + text);
            }
            else if (open && kind == "|" && blocks[^1].Kind == "|")
            {
                blocks[^1] = (kind, blocks[^1].Text + "\n" + text);
            }
            else if (text != "" || kind != "")
            {
                blocks.Add((kind, text));
            }

            open = line.Trim() != "";
        }

        return new Source(head, blocks, notes);
    }

    [GeneratedRegex(@"^\s*(#{1,3} |\d+\. |[a-z]\. |- |> ?|\*\*\*$|\|)")]
    private static partial Regex Start();
}

internal sealed class WordWriter(WordprocessingDocument word, Source source, string folder)
{
    private const int TextWidth = 9354; // A4 less margins of 22.5 mm, in twentieths of a point
    private readonly List<string> _notes = [];

    public void Write()
    {
        var main = word.AddNewPart<MainDocumentPart>("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "rId1");
        var body = new Body();
        body.Append(source.Blocks.SelectMany(Block));
        body.Append(new SectionProperties(
            new HeaderReference { Type = HeaderFooterValues.Default, Id = "rId3" },
            new FooterReference { Type = HeaderFooterValues.Default, Id = "rId4" },
            new PageSize { Width = 11906, Height = 16838 },
            new PageMargin { Top = 1417, Bottom = 1247, Left = 1276, Right = 1276, Header = 624, Footer = 567, Gutter = 0 }));
        main.Document = new Document(body);
        Fill(main.AddNewPart<StyleDefinitionsPart>("rId1"), "word-styles.xml");
        Fill(main.AddNewPart<NumberingDefinitionsPart>("rId2"), "word-numbering.xml");
        main.AddNewPart<HeaderPart>("rId3").Header = new Header(Styled("Header", Runs(source["header"])));
        main.AddNewPart<FooterPart>("rId4").Footer = new Footer(Styled("Footer", [.. Runs(source["footer"]), .. PageNumber()]));
        main.AddNewPart<FootnotesPart>("rId5").Footnotes = Footnotes();
        main.AddNewPart<DocumentSettingsPart>("rId6").Settings = new Settings(
            new FootnoteDocumentWideProperties(new FootnoteSpecialReference { Id = -1 }, new FootnoteSpecialReference { Id = 0 }),
            new Compatibility(new CompatibilitySetting { Name = CompatSettingNameValues.CompatibilityMode, Val = "15", Uri = "http://schemas.microsoft.com/office/word" }));
        Fill(word.AddNewPart<CoreFilePropertiesPart>("rId2"), "word-properties.xml");
    }

    private void Fill(OpenXmlPart part, string file)
    {
        var xml = source.Head.Aggregate(File.ReadAllText(Path.Combine(folder, file)), (text, pair) => text.Replace($"{{{pair.Key}}}", pair.Value));
        part.FeedData(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(xml)));
    }

    private IEnumerable<OpenXmlElement> Block((string Kind, string Text) block)
    {
        var (kind, text) = block;
        var numbered = source["numbered"] == "yes";
        return kind switch
        {
            "#" => [Styled("Title", Runs(text))],
            "##" when text.EndsWith("{-}", StringComparison.Ordinal) || !numbered => [Styled("Heading1", Runs(text.Replace("{-}", "").Trim()))],
            "##" => [Styled("Heading1", Runs(text), list: 1)],
            "###" => [Styled("Heading2", Runs(text))],
            "1." => [numbered ? Styled("Clause", Runs(text), list: 1, level: 1) : Styled("ListNumber", Runs(text), list: 3)],
            "a." => [Styled("SubClause", Runs(text), list: 1, level: 2)],
            "-" => [Styled("ListBullet", Runs(text), list: 2)],
            ">" => [Styled("Address", Runs(text))],
            "***" => [new Paragraph(new Run(new Break { Type = BreakValues.Page }))],
            "|" => [Table(text), new Paragraph()],
            _ => [Styled("Normal", Runs(text))],
        };
    }

    private static Paragraph Styled(string style, IEnumerable<OpenXmlElement> runs, int list = 0, int level = 0)
    {
        var properties = new ParagraphProperties(new ParagraphStyleId { Val = style });
        if (list > 0)
        {
            properties.Append(new NumberingProperties(new NumberingLevelReference { Val = level }, new NumberingId { Val = list }));
        }

        var paragraph = new Paragraph(properties);
        paragraph.Append(runs);
        return paragraph;
    }

    private Table Table(string text)
    {
        var rows = text.Split('\n').Select(r => r[..^1].Split('|').Select(c => c.Trim()).ToArray()).ToList();
        // Columns as wide as their longest cell asks for, within bounds.
        var weights = Enumerable.Range(0, rows[0].Length).Select(c => Math.Clamp(rows.Max(r => r[c].Length), 8, 48)).ToArray();
        var widths = weights.Select(w => TextWidth * w / weights.Sum()).ToArray();
        var table = new Table(
            new TableProperties(new TableStyle { Val = "TableGrid" }, new TableWidth { Width = "5000", Type = TableWidthUnitValues.Pct },
                new TableLook { FirstRow = true, Val = "0020" }),
            new TableGrid(widths.Select(w => new GridColumn { Width = w.ToString() })));
        for (var r = 0; r < rows.Count; r++)
        {
            var properties = new TableRowProperties(new CantSplit());
            if (r == 0)
            {
                properties.Append(new TableHeader());
            }

            table.Append(new TableRow(rows[r].Select((cell, c) => Cell(cell, widths[c])).Prepend<OpenXmlElement>(properties)));
        }

        return table;
    }

    private TableCell Cell(string text, int width)
    {
        var paragraph = new Paragraph(Runs(text.TrimStart('<').Trim()));
        if (text.StartsWith('<'))
        {
            paragraph.PrependChild(new ParagraphProperties(new Justification { Val = JustificationValues.Right }));
        }

        return new TableCell(new TableCellProperties(new TableCellWidth { Width = width.ToString(), Type = TableWidthUnitValues.Dxa }), paragraph);
    }

    private IEnumerable<OpenXmlElement> Runs(string text) =>
        Regex.Split(text, @"(\*\*.+?\*\*|\*[^*]+\*|\[\^\w+\]|\t)").Where(t => t != "").Select(token => token switch
        {
            ['[', '^', ..] => Note(token[2..^1]),
            ['*', '*', ..] => new Run(new RunProperties(new Bold(), new BoldComplexScript()), Text(token[2..^2])),
            ['*', ..] => new Run(new RunProperties(new Italic(), new ItalicComplexScript()), Text(token[1..^1])),
            "\t" => new Run(new TabChar()),
            _ => new Run(Text(token)),
        });

    private static Text Text(string text) => new(text) { Space = SpaceProcessingModeValues.Preserve };

    private Run Note(string id)
    {
        _notes.Add(source.Notes[id]);
        return new Run(new RunProperties(new RunStyle { Val = "FootnoteReference" }), new FootnoteReference { Id = _notes.Count });
    }

    private Footnotes Footnotes()
    {
        var footnotes = new Footnotes(
            new Footnote(new Paragraph(new Run(new SeparatorMark()))) { Type = FootnoteEndnoteValues.Separator, Id = -1 },
            new Footnote(new Paragraph(new Run(new ContinuationSeparatorMark()))) { Type = FootnoteEndnoteValues.ContinuationSeparator, Id = 0 });
        for (var n = 1; n <= _notes.Count; n++)
        {
            var mark = new Run(new RunProperties(new RunStyle { Val = "FootnoteReference" }), new FootnoteReferenceMark());
            footnotes.Append(new Footnote(Styled("FootnoteText", [mark, new Run(Text(" ")), .. Runs(_notes[n - 1])])) { Id = n });
        }

        return footnotes;
    }

    // "page: Page {} of {}" in the source's head.
    private IEnumerable<OpenXmlElement> PageNumber()
    {
        var words = source["page"].Split("{}");
        return [new Run(new TabChar()), new Run(Text(words[0])), Field("PAGE"), new Run(Text(words[1])), Field("NUMPAGES")];
    }

    private static SimpleField Field(string code) => new(new Run(Text("1"))) { Instruction = code };
}

internal static class Package
{
    /// <summary>Entries in order and without their times, so that the same source gives the same bytes.</summary>
    public static void Save(MemoryStream package, string path)
    {
        using var from = new ZipArchive(package, ZipArchiveMode.Read);
        using var to = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (var entry in from.Entries.OrderBy(e => e.FullName != "[Content_Types].xml").ThenBy(e => e.FullName, StringComparer.Ordinal))
        {
            var copy = to.CreateEntry(entry.FullName, CompressionLevel.SmallestSize);
            copy.LastWriteTime = new DateTimeOffset(2026, 4, 1, 9, 0, 0, TimeSpan.Zero);
            using var input = entry.Open();
            using var output = copy.Open();
            input.CopyTo(output);
        }
    }
}
