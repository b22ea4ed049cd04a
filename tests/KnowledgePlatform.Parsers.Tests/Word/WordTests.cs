using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;
using static KnowledgePlatform.Parsers.Tests.Documents.DocxBuilder;

namespace KnowledgePlatform.Parsers.Tests.Word;

public class WordTests
{
    private static ParseResult Read(DocxBuilder document) => Documents.Read.Bytes(document.Build(), "document.docx");

    [Fact]
    public void Headings_keep_their_level_and_paragraphs_their_order()
    {
        var read = Read(new DocxBuilder { Title = "Lease of 12 Harbour Street" }.Text("Lease", "Heading1").Text("Rent", "Heading2").Text("The rent is due monthly."));

        Assert.Equal(["Heading1: Lease", "Heading2: Rent", "Paragraph: The rent is due monthly."], read.Blocks());
        Assert.Equal((DocumentKind.Word, "Lease of 12 Harbour Street"), (read.Info!.Kind, read.Info.Title));
        Assert.Equal(ParseCodes.Ok, read.Outcome.Code);
    }

    [Fact]
    public void Numbering_is_written_as_a_reader_sees_it()
    {
        var document = new DocxBuilder
        {
            Numbering = """
                <w:abstractNum w:abstractNumId="0">
                  <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
                  <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1.%2)"/></w:lvl>
                </w:abstractNum>
                <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF0B7;"/></w:lvl></w:abstractNum>
                <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
                """,
        };
        foreach (var (text, list, level) in new[] { ("Rent", 1, 0), ("monthly", 1, 1), ("in advance", 1, 1), ("Deposit", 1, 0), ("three months", 1, 1), ("keys", 2, 0) })
        {
            document.Xml($"<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{Run(text)}</w:p>");
        }

        Assert.Equal(["1. Rent", "1.a) monthly", "1.b) in advance", "2. Deposit", "2.a) three months", "\u2022 keys"], Read(document).Of(BlockKind.ListItem));
    }

    [Fact]
    public void Rows_of_a_table_are_blocks_and_a_table_within_a_cell_is_read_once()
    {
        const string Inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
        var read = Read(new DocxBuilder().Xml($"<w:tbl><w:tr><w:tc>{Paragraph("Test")}</w:tc><w:tc>{Paragraph("Result")}</w:tc></w:tr>"
            + $"<w:tr><w:tc>{Paragraph("Sodium")}</w:tc><w:tc>{Inner}{Paragraph("139")}</w:tc></w:tr></w:tbl>"));

        Assert.Equal(["Test\tResult", "Sodium\tinner 139"], read.Of(BlockKind.TableRow));
    }

    [Fact]
    public void Footnotes_and_endnotes_follow_the_paragraph_that_refers_to_them()
    {
        var read = Read(new DocxBuilder
        {
            Footnotes = $"<w:footnote w:id=\"7\">{Paragraph("As amended in 2024.")}</w:footnote>",
            Endnotes = $"<w:endnote w:id=\"2\">{Paragraph("See the annex.")}</w:endnote>",
        }.Xml($"<w:p>{Run("The Act")}<w:r><w:footnoteReference w:id=\"7\"/></w:r>{Run(" applies")}<w:r><w:endnoteReference w:id=\"2\"/></w:r>{Run(".")}</w:p>").Text("Next."));

        Assert.Equal(["Paragraph: The Act\u00B9 applies[i].", "Footnote: \u00B9 As amended in 2024.", "Footnote: [i] See the annex.", "Paragraph: Next."], read.Blocks());
    }

    [Fact]
    public void Headers_and_footers_are_read_once_and_marked_as_such()
    {
        var document = new DocxBuilder().Text("The body.");
        document.Headers.AddRange([Paragraph("Confidential"), Paragraph("Confidential")]);
        document.Footers.Add(Paragraph("Harbour Law"));

        Assert.Equal(["Header: Confidential", "Paragraph: The body.", "Footer: Harbour Law"], Read(document).Blocks());
    }

    [Fact]
    public void A_paragraph_whose_end_is_deleted_goes_on_with_the_next()
    {
        var read = Read(new DocxBuilder()
            .Xml("<w:p><w:pPr><w:rPr><w:del w:id=\"1\" w:author=\"a\"/></w:rPr></w:pPr>" + Run("The tenant pays ") + "</w:p>").Text("the rent."));

        Assert.Equal("The tenant pays the rent.", read.Text());
    }

    [Fact]
    public void Text_boxes_follow_the_paragraph_that_they_hang_on_and_are_read_once()
    {
        const string Fallback = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>";
        var read = Read(new DocxBuilder().Xml($"<w:p>{Run("Before.")}{Fallback}</w:p>").Text("After."));

        Assert.Equal(["Paragraph: Before.", "Paragraph: In the box", "Paragraph: After."], read.Blocks());
    }

    [Fact]
    public void Hidden_text_is_left_out_and_said_so_also_when_a_style_hides_it()
    {
        var read = Read(new DocxBuilder
        {
            Styles = "<w:style w:type=\"character\" w:styleId=\"Secret\"><w:name w:val=\"Secret\"/><w:rPr><w:vanish/></w:rPr></w:style>",
        }.Xml("<w:p>" + Run("Seen.") + "<w:r><w:rPr><w:vanish/></w:rPr><w:t> Hidden.</w:t></w:r>"
            + "<w:r><w:rPr><w:rStyle w:val=\"Secret\"/></w:rPr><w:t> Styled away.</w:t></w:r></w:p>"));

        Assert.Equal("Seen.", read.Text());
        Assert.Contains("2 piece(s) of hidden text", read.Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public void Content_controls_and_fields_give_what_they_show()
    {
        var read = Read(new DocxBuilder().Xml("<w:sdt><w:sdtPr/><w:sdtContent>" + Paragraph("In a control.") + "</w:sdtContent></w:sdt>"
            + "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DATE \\@ yyyy </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>"
            + Run("2026") + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>" + Run(" is the year.") + "</w:p>"));

        Assert.Equal("In a control.\n2026 is the year.", read.Text());
    }

    [Fact]
    public void A_link_gives_its_text_and_not_its_target()
    {
        var read = Read(new DocxBuilder
        {
            Finish = main => main.AddHyperlinkRelationship(new Uri("https://example.invalid/"), true, "link1"),
        }.Xml($"<w:p>{Run("See ")}<w:hyperlink r:id=\"link1\">{Run("our site")}</w:hyperlink>{Run(".")}</w:p>"));

        Assert.Equal("See our site.", read.Text());
    }
}
