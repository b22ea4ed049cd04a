using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Sheets;

public sealed class SheetsTests
{
    [Fact]
    public void Row_is_a_row_of_a_table_with_its_values_as_the_sheet_shows_them()
    {
        var result = Read.Bytes(
            new Workbook().Sheet(
                "Fees &amp; rates",
                Workbook.Row(1, Workbook.Text("A1", "Due"), Workbook.Text("B1", "Rate"), Workbook.Text("C1", "Amount"))
                + Workbook.Row(2, Workbook.Number("A2", "46352", 1), Workbook.Number("B2", "0.075", 2), Workbook.Number("C2", "4250.5", 3, "B2*2"))
                + Workbook.Row(4, Workbook.Text("B4", "two\nlines"), "<c r=\"C4\" t=\"b\"><v>1</v></c>")).Build(),
            "fees.xlsx");
        Assert.Equal((DocumentKind.Sheets, ParseStatus.Completed), (result.Info!.Kind, result.Outcome.Status));
        var page = Assert.Single(result.Pages);
        Assert.Equal("Fees & rates\nDue\tRate\tAmount\n26.11.2026\t7.50%\t4,250.50\n\ttwo lines\tTRUE", page.Text);
        Assert.Equal([BlockKind.Heading, BlockKind.TableRow, BlockKind.TableRow, BlockKind.TableRow], page.Blocks.Select(block => block.Kind));
    }

    [Fact]
    public void Date_whose_order_the_file_leaves_to_the_country_has_the_month_first() =>
        Assert.Equal("S\n11/26/2026", Read.Bytes(new Workbook().Sheet("S", Workbook.Row(1, Workbook.Number("A1", "46352", 4))).Build(), "date.xlsx").Text());

    [Fact]
    public void Sheet_begins_a_part_of_its_own_and_a_hidden_one_is_named()
    {
        var result = Read.Bytes(
            new Workbook().Sheet("First", Workbook.Row(1, Workbook.Text("A1", "one")))
                .Sheet("Second", Workbook.Row(1, Workbook.Text("A1", "two")), "hidden", "<headerFooter><oddFooter>&amp;L&amp;\"Arial,Bold\"Privileged&amp;RPage &amp;P</oddFooter></headerFooter>").Build(),
            "two.xlsx");
        Assert.Equal(["First\none", "Second\ntwo\nPrivileged Page"], result.Pages.Select(page => page.Text));
        Assert.Equal(BlockKind.Footer, result.Pages[1].Blocks[^1].Kind);
        Assert.Equal(new Skipped(null, "Sheet 2 (\u201CSecond\u201D) is hidden in the workbook; it was read."), Assert.Single(result.Skipped));
    }

    [Fact]
    public void Cell_far_beyond_the_last_column_of_Excel_is_named_and_takes_no_room()
    {
        var result = Read.Bytes(new Workbook().Sheet("Wide", Workbook.Row(1, Workbook.Text("A1", "one"), Workbook.Text("XFDZ1", "far out"))).Build(), "wide.xlsx");
        Assert.Equal("Wide\none", Assert.Single(result.Pages).Text);
        Assert.Equal(new Skipped(null, "Sheet 1 has cells beyond the last column of Excel; they were not read."), Assert.Single(result.Skipped));
    }

    [Fact]
    public void Strict_workbook_is_read_with_its_dates_as_the_sheet_shows_them()
    {
        var result = Read.Bytes(
            new Workbook { IsStrict = true }.Sheet(
                "Fees",
                Workbook.Row(1, Workbook.Text("A1", "http://purl.oclc.org/ooxml/spreadsheetml/main"), Workbook.Number("B1", "46352", 1))
                + Workbook.Row(2, "<c r=\"A2\" s=\"1\" t=\"d\"><v>2026-11-26</v></c>", "<c r=\"B2\" s=\"1\" t=\"d\"><v>2026-11-26T13:45:00.000</v></c>")).Build(),
            "strict.xlsx");
        Assert.Equal("Fees\nhttp://purl.oclc.org/ooxml/spreadsheetml/main\t26.11.2026\n26.11.2026\t26.11.2026", Assert.Single(result.Pages).Text);
        Assert.Equal(ParseStatus.Completed, result.Outcome.Status);
    }

    [Fact]
    public void Notes_and_comments_follow_the_row_of_their_cell_with_their_authors_and_boxes_of_text_follow_the_rows()
    {
        const string People = "<personList xmlns=\"x\"><person displayName=\"Bo Ek\" id=\"{1}\"/></personList>";
        const string Threads = "<ThreadedComments xmlns=\"x\"><threadedComment ref=\"B2\" dT=\"2026-03-01T14:05:00.00\" personId=\"{1}\" id=\"{a}\" done=\"0\"><text>Gross?</text></threadedComment>"
            + "<threadedComment ref=\"B2\" dT=\"2026-03-02T09:00:00.00\" personId=\"{1}\" id=\"{b}\" parentId=\"{a}\"><text>Net.</text></threadedComment></ThreadedComments>";
        const string Notes = "<comments xmlns=\"x\"><authors><author>Ann Lee</author></authors><commentList><comment ref=\"B2\" authorId=\"0\"><text><t>[Threaded comment] as above</t></text></comment>"
            + "<comment ref=\"A1\" authorId=\"0\"><text><r><t>Ann Lee:</t></r><r><t>\nWhen it was due.</t></r></text></comment></commentList></comments>";
        const string Drawing = "<xdr:wsDr xmlns:xdr=\"x\" xmlns:a=\"y\"><xdr:sp><xdr:txBody><a:p><a:r><a:t>In a </a:t></a:r><a:r><a:t>box</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:pic/></xdr:wsDr>";
        var result = Read.Bytes(
            new Workbook().Sheet("Fees", Workbook.Row(1, Workbook.Text("A1", "Due")) + Workbook.Row(2, Workbook.Text("A2", "May"), Workbook.Text("B2", "9")) + Workbook.Row(3, Workbook.Text("A3", "June")))
                .Part("xl/persons/person.xml", People, "person", "workbook.xml").Part("xl/threadedComments/t.xml", Threads, "threadedComment").Part("xl/comments1.xml", Notes, "comments").Part("xl/drawings/d.xml", Drawing, "drawing").Build(),
            "comments.xlsx");
        Assert.Equal(
            [
                "Heading1: Fees", "TableRow: Due", "Comment: Comment on cell A1 by Ann Lee: When it was due.", "TableRow: May\t9", "Comment: Comment on cell B2 by Bo Ek on 2026-03-01 14:05: Gross?",
                "Comment: Reply on cell B2 by Bo Ek on 2026-03-02 09:00: Net.", "TableRow: June", "Paragraph: In a box",
            ],
            result.Blocks());
        Assert.Equal("1 picture(s) on sheets: text inside them is not read.", result.Reasons());
    }
}
