using System.Globalization;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Pdf;

public class PdfTableTests
{
    [Fact]
    public void A_cell_of_several_lines_between_drawn_lines_is_one_cell()
    {
        var read = Read.Pdf(page => Grid(page, [72, 252, 352, 452], [700, 660, 640])
            .Text(76, 688, 10, "Liver function test abnormal,").Text(76, 676, 10, "aminotransferase increased").Text(260, 688, 10, "Uncommon").Text(360, 688, 10, "Common")
            .Text(76, 646, 10, "Nausea").Text(260, 646, 10, "Rare").Text(360, 646, 10, "Common"));

        Assert.Equal(["TableRow: Liver function test abnormal, aminotransferase increased\tUncommon\tCommon", "TableRow: Nausea\tRare\tCommon"], read.Blocks());
    }

    [Fact]
    public void A_cell_over_two_columns_keeps_the_columns_after_it_in_their_places()
    {
        var read = Read.Pdf(page => Line(Line(Grid(page, [72, 172], [700, 680, 660, 640]), 172, 700, 372, 700), 172, 660, 372, 660)
            .Raw("172 640 m 372 640 l S 372 640 m 372 700 l S 172 680 m 372 680 l S 272 640 m 272 680 l S")
            .Text(76, 686, 10, "Model").Text(200, 686, 10, "Score")
            .Text(76, 666, 10, "OTSL").Text(180, 666, 10, "0.965").Text(280, 666, 10, "0.934")
            .Text(76, 646, 10, "HTML").Text(180, 646, 10, "0.969").Text(280, 646, 10, "0.927"));

        Assert.Equal(["TableRow: Model\tScore", "TableRow: OTSL\t0.965\t0.934", "TableRow: HTML\t0.969\t0.927"], read.Blocks());
    }

    [Fact]
    public void A_table_stands_between_the_paragraphs_around_it()
    {
        var read = Read.Pdf(page => Grid(page, [72, 172, 272], [700, 680, 660])
            .Text(72, 740, 10, "The rent is paid as follows from the first day on.").Text(72, 620, 10, "All sums are in euro and bear no tax of any kind.")
            .Text(76, 686, 10, "Year").Text(180, 686, 10, "Rent").Text(76, 666, 10, "2024").Text(180, 666, 10, "900"));

        Assert.Equal(["Paragraph: The rent is paid as follows from the first day on.", "TableRow: Year\tRent", "TableRow: 2024\t900",
            "Paragraph: All sums are in euro and bear no tax of any kind."], read.Blocks());
    }

    [Fact]
    public void A_frame_around_running_text_is_no_table()
    {
        var read = Read.Pdf(page => Grid(page, [60, 540], [740, 660])
            .Lines(72, 720, 10, 14, "The landlord lets the premises to the tenant for a term of five", "years from the first day of April, subject to what follows here."));

        Assert.Equal(["Paragraph: The landlord lets the premises to the tenant for a term of five years from the first day of April, subject to what follows here."], read.Blocks());
    }

    [Fact]
    public void A_table_without_lines_is_read_row_by_row_though_its_columns_hold_words()
    {
        var read = Read.Pdf(page =>
        {
            foreach (var (y, row) in new[] { "Austria|8.9|83,879|Vienna|German", "Belgium|11.5|30,689|Brussels|Dutch and French", "Denmark|5.8|42,951|Copenhagen|Danish", "Finland|5.5|338,424|Helsinki|Finnish", "Norway|5.4|385,207|Oslo|Norwegian" }.Select((row, i) => (700 - (i * 14), row)))
            {
                foreach (var (x, cell) in row.Split('|').Select((cell, i) => (72 + (i * 95), cell)))
                {
                    page.Text(x, y, 10, cell);
                }
            }
        });

        Assert.Equal("TableRow: Belgium\t11.5\t30,689\tBrussels\tDutch and French", read.Blocks()[1]);
        Assert.Equal(5, read.Blocks().Length);
    }

    [Fact]
    public void A_row_that_leaves_cells_empty_keeps_the_others_under_their_heads()
    {
        var read = Read.Pdf(page => page
            .Text(72, 700, 10, "DH1").Text(172, 700, 10, "05/03/2019").Text(272, 700, 10, "TRAVEL CARD").Text(400, 700, 10, "920.68")
            .Text(272, 686, 10, "BAIN, J").Text(400, 686, 10, "499.96")
            .Text(72, 672, 10, "DH2").Text(172, 672, 10, "05/24/2019").Text(272, 672, 10, "TRAVEL CARD").Text(400, 672, 10, "907.96"));

        Assert.Equal("TableRow: \t\tBAIN, J\t499.96", read.Blocks()[1]);
    }

    [Fact]
    public void A_line_below_a_cell_goes_on_with_it()
    {
        var read = Read.Pdf(page => page
            .Text(72, 700, 10, "Annex A").Text(172, 700, 10, "Medical certificate of the cause of death")
            .Text(72, 676, 10, "Annex B").Text(172, 676, 10, "Draft entry form for registering deaths (Form").Text(172, 664, 10, "310(Rev))")
            .Text(72, 640, 10, "Annex C").Text(172, 640, 10, "Certificate after inquest"));

        Assert.Equal(["TableRow: Annex A\tMedical certificate of the cause of death", "TableRow: Annex B\tDraft entry form for registering deaths (Form 310(Rev))",
            "TableRow: Annex C\tCertificate after inquest"], read.Blocks());
    }

    private static PdfPageBuilder Grid(PdfPageBuilder page, int[] xs, int[] ys)
    {
        foreach (var y in ys)
        {
            Line(page, xs[0], y, xs[^1], y);
        }

        foreach (var x in xs)
        {
            Line(page, x, ys[0], x, ys[^1]);
        }

        return page;
    }

    private static PdfPageBuilder Line(PdfPageBuilder page, int x1, int y1, int x2, int y2) =>
        page.Raw(string.Create(CultureInfo.InvariantCulture, $"0.5 w {x1} {y1} m {x2} {y2} l S"));
}
