using DocumentFormat.OpenXml.Packaging;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;
using static KnowledgePlatform.Parsers.Tests.Documents.DocxBuilder;

namespace KnowledgePlatform.Parsers.Tests.Word;

public class WordRevisionTests
{
    private static ParseResult Read(DocxBuilder document) => Documents.Read.Bytes(document.Build(), "document.docx");

    private static string Change(string element, string author, string runs) => $"<w:{element} w:id=\"1\" w:author=\"{author}\" w:date=\"2026-03-01T14:05:00Z\">{runs}</w:{element}>";

    private static string Deleted(string text) => $"<w:r><w:delText xml:space=\"preserve\">{text}</w:delText></w:r>";

    [Fact]
    public void The_text_is_the_one_with_the_changes_accepted_and_each_change_follows_with_its_kind_author_and_date()
    {
        var read = Read(new DocxBuilder().Xml("<w:p>" + Run("The term is ") + Change("del", "Ann Lee", Deleted("two")) + Change("ins", "Bo Ek", Run("five")) + Change("moveFrom", "Ann Lee", Run(" long")) + Run(" years") + Change("moveTo", "Ann Lee", Run(" long")) + Run(".") + "</w:p>")
            .Text("Next."));

        Assert.Equal(
            [
                "Paragraph: The term is five years long.",
                "TrackedChange: Deleted by Ann Lee on 2026-03-01 14:05: two",
                "TrackedChange: Inserted by Bo Ek on 2026-03-01 14:05: five",
                "TrackedChange: Moved away by Ann Lee on 2026-03-01 14:05: long",
                "TrackedChange: Moved here by Ann Lee on 2026-03-01 14:05: long",
                "Paragraph: Next.",
            ],
            read.Blocks());
    }

    [Fact]
    public void A_change_that_is_cut_into_runs_is_one_change()
    {
        var read = Read(new DocxBuilder().Xml("<w:p>" + Change("del", "A", Deleted("within ")) + Change("del", "A", Deleted("30 days")) + Change("ins", "A", Run("at ")) + Change("ins", "A", Run("once")) + Run(" and") + Change("ins", "A", Run(" now")) + "</w:p>"));

        Assert.Equal(["Deleted by A on 2026-03-01 14:05: within 30 days", "Inserted by A on 2026-03-01 14:05: at once", "Inserted by A on 2026-03-01 14:05: now"], read.Of(BlockKind.TrackedChange));
    }

    [Fact]
    public void A_paragraph_that_is_deleted_altogether_leaves_no_number_behind()
    {
        const string Item = "<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr>";
        var document = new DocxBuilder
        {
            Numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
        };
        document.Xml($"<w:p><w:pPr>{Item}</w:pPr>{Run("Rent")}</w:p>")
            .Xml($"<w:p><w:pPr>{Item}<w:rPr><w:del w:id=\"4\" w:author=\"A\"/></w:rPr></w:pPr>{Change("del", "A", Deleted("Deposit"))}</w:p>")
            .Xml($"<w:p><w:pPr>{Item}</w:pPr>{Run("Keys")}</w:p>");

        Assert.Equal(["1. Rent", "2. Keys"], Read(document).Of(BlockKind.ListItem));
    }

    [Fact]
    public void Rows_of_a_table_that_are_inserted_or_deleted_are_changes()
    {
        static string Row(string change, string cell) => $"<w:tr><w:trPr><w:{change} w:id=\"1\" w:author=\"A\"/></w:trPr><w:tc>{cell}</w:tc><w:tc>{Paragraph("9")}</w:tc></w:tr>";
        var read = Read(new DocxBuilder().Xml("<w:tbl>" + Row("del", $"<w:p>{Change("del", "A", Deleted("Old"))}</w:p>") + Row("ins", Paragraph("New")) + "</w:tbl>"));

        Assert.Equal(["TrackedChange: Row deleted by A: Old | 9", "TableRow: New\t9", "TrackedChange: Row inserted by A: New | 9"], read.Blocks());
    }

    [Fact]
    public void A_comment_follows_its_paragraph_with_its_author_its_date_and_the_words_that_it_is_about()
    {
        var read = Read(new DocxBuilder { Comments = $"<w:comment w:id=\"3\" w:author=\"Ann Lee\" w:date=\"2026-03-01T14:05:00\">{Paragraph("Is that so?")}{Paragraph("Ask Bo.")}</w:comment>" }
            .Xml($"<w:p>{Run("The rent is ")}<w:commentRangeStart w:id=\"3\"/>{Run("due monthly")}<w:commentRangeEnd w:id=\"3\"/><w:r><w:commentReference w:id=\"3\"/></w:r>{Run(".")}</w:p>").Text("Next."));

        Assert.Equal(["Paragraph: The rent is due monthly.", "Comment: Comment by Ann Lee on 2026-03-01 14:05, on \u201Cdue monthly\u201D: Is that so? Ask Bo.", "Paragraph: Next."], read.Blocks());
    }

    [Fact]
    public void A_comment_in_a_cell_and_one_that_nothing_refers_to_are_kept()
    {
        var read = Read(new DocxBuilder { Comments = $"<w:comment w:id=\"1\" w:author=\"A\">{Paragraph("In the cell.")}</w:comment><w:comment w:id=\"2\" w:author=\"B\">{Paragraph("Lost.")}</w:comment>" }
            .Xml($"<w:tbl><w:tr><w:tc><w:p>{Run("Sodium")}<w:r><w:commentReference w:id=\"1\"/></w:r></w:p></w:tc><w:tc>{Paragraph("139")}</w:tc></w:tr></w:tbl>"));

        Assert.Equal(["TableRow: Sodium\t139", "Comment: Comment by A: In the cell.", "Comment: Comment by B: Lost."], read.Blocks());
    }

    [Fact]
    public void Answers_to_a_comment_and_resolved_ones_are_called_so()
    {
        static string Comment(int id, string paragraph, string text) =>
            $"<w:comment w:id=\"{id}\" w:author=\"A\"><w:p xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\" w14:paraId=\"{paragraph}\">{Run(text)}</w:p></w:comment>";
        var read = Read(new DocxBuilder
        {
            Comments = Comment(1, "00000001", "Sixty days?") + Comment(2, "00000002", "Agreed."),
            Finish = main =>
            {
                using var writer = new StreamWriter(main.AddNewPart<WordprocessingCommentsExPart>().GetStream(FileMode.Create));
                writer.Write("<w15:commentsEx xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\"><w15:commentEx w15:paraId=\"00000001\" w15:done=\"1\"/>"
                    + "<w15:commentEx w15:paraId=\"00000002\" w15:paraIdParent=\"00000001\" w15:done=\"1\"/></w15:commentsEx>");
            },
        }.Xml($"<w:p>{Run("Notice.")}<w:r><w:commentReference w:id=\"1\"/></w:r><w:r><w:commentReference w:id=\"2\"/></w:r></w:p>"));

        Assert.Equal(["Comment (resolved) by A: Sixty days?", "Reply (resolved) by A: Agreed."], read.Of(BlockKind.Comment));
    }

    [Fact]
    public void A_field_that_shows_nothing_does_not_swallow_what_follows_it()
    {
        const string Entry = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> XE \"Rent\" </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
        Assert.Equal("The rent is due.", Read(new DocxBuilder().Xml($"<w:p>{Run("The rent")}{Entry}{Run(" is due.")}</w:p>")).Text());
    }

    [Fact]
    public void A_box_of_a_form_of_the_old_kind_shows_whether_it_is_ticked()
    {
        static string Box(string state) => $"<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:sizeAuto/><w:default w:val=\"0\"/>{state}</w:checkBox></w:ffData></w:fldChar></w:r>"
            + "<w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
        Assert.Equal("\u2612 yes \u2610 no", Read(new DocxBuilder().Xml($"<w:p>{Box("<w:checked/>")}{Run(" yes ")}{Box("")}{Run(" no")}</w:p>")).Text());
    }
}
