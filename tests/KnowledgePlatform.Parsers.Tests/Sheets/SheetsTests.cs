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
    public void Sheet_begins_a_part_of_its_own_and_a_hidden_one_is_named()
    {
        var result = Read.Bytes(
            new Workbook().Sheet("First", Workbook.Row(1, Workbook.Text("A1", "one")))
                .Sheet("Second", Workbook.Row(1, Workbook.Text("A1", "two")), "hidden", "<headerFooter><oddFooter>&amp;L&amp;\"Arial,Bold\"Privileged&amp;RPage &amp;P</oddFooter></headerFooter>").Build(),
            "two.xlsx");
        Assert.Equal(["First\none", "Second\ntwo\nPrivileged Page"], result.Pages.Select(page => page.Text));
        Assert.Equal(BlockKind.Footer, result.Pages[1].Blocks[^1].Kind);
        Assert.Equal(new Skipped(null, "Sheet 2 is hidden in the workbook; it was read."), Assert.Single(result.Skipped));
    }

    [Fact]
    public void Cell_far_beyond_the_last_column_of_Excel_is_named_and_takes_no_room()
    {
        var result = Read.Bytes(new Workbook().Sheet("Wide", Workbook.Row(1, Workbook.Text("A1", "one"), Workbook.Text("XFDZ1", "far out"))).Build(), "wide.xlsx");
        Assert.Equal("Wide\none", Assert.Single(result.Pages).Text);
        Assert.Equal(new Skipped(null, "Sheet 1 has cells beyond the last column of Excel; they were not read."), Assert.Single(result.Skipped));
    }

    [Fact]
    public void Strict_workbook_is_refused_with_what_to_do() => Assert.Contains(
        "Save it as an ordinary Excel workbook",
        Read.Bytes(new Workbook().Sheet("S", "").Build("http://purl.oclc.org/ooxml/spreadsheetml/main"), "strict.xlsx").Outcome.Sentence, StringComparison.Ordinal);
}
