using System.Globalization;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Pdf;

public class PageNameTests
{
    [Fact]
    public void Pages_have_the_names_that_the_file_gives_them()
    {
        var document = new PdfBuilder { CatalogEntries = "/PageLabels << /Kids [<< /Limits [0 1] /Nums [0 << /S /r >>] >> << /Limits [2 4] /Nums [2 << /S /D >> 4 << /P (A-) /S /D /St 3 >>] >>] >>" };
        for (var i = 0; i < 6; i++)
        {
            document.Page(page => page.Text(72, 600, 11, "A page with some words."));
        }

        Assert.Equal(["i", "ii", "1", "2", "A-3", "A-4"], Read.Pdf(document).Pages.Select(page => page.Label));
    }

    [Fact]
    public void A_page_named_by_its_number_has_no_name_besides()
    {
        var document = new PdfBuilder { CatalogEntries = "/PageLabels << /Nums [0 << /S /D >>] >>" }.Page(page => page.Text(72, 600, 11, "A page with some words."));

        Assert.Null(Read.Pdf(document).Pages[0].Label);
    }

    [Fact]
    public void A_tree_of_names_that_contains_itself_ends_and_costs_no_page()
    {
        var document = new PdfBuilder();
        var node = document.Add("");
        document.Replace(node, $"<< /Kids [{node} 0 R {node} 0 R] >>");
        document.CatalogEntries = $"/PageLabels {node} 0 R";
        document.Page(page => page.Text(72, 600, 11, "A page with some words."));

        Assert.Equal("A page with some words.", Read.Pdf(document).Text());
    }

    [Fact]
    public void A_stamp_that_counts_on_from_page_to_page_is_the_pages_Bates_number()
    {
        var document = new PdfBuilder();
        foreach (var number in new[] { 122, 123, 124 })
        {
            document.Page(page => page.Text(72, 600, 11, $"Exhibit {number} speaks of rent and of nothing else.").Text(72, 40, 9, "FORM 10001").Text(460, 40, 9, $"ABC{number:D6}"));
        }

        var read = Read.Pdf(document);

        Assert.Equal(["ABC000122", "ABC000123", "ABC000124"], read.Pages.Select(page => page.Bates));
        Assert.DoesNotContain(read.Of(BlockKind.Paragraph), text => text.Contains("ABC000", StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_before_the_lines_of_a_pleading_are_known_and_not_read_as_text()
    {
        var read = Read.Pdf(page =>
        {
            for (var line = 1; line <= 28; line++)
            {
                page.Text(60 - (line > 9 ? 5 : 0), 760 - (line * 25), 11, line.ToString(CultureInfo.InvariantCulture));
            }

            page.Lines(80, 735, 11, 25, "Plaintiff alleges that on the first day of April the defendant", "took the premises without leave and stayed there for a month,", "and that no rent was paid in that time for any of the rooms, nor", "for the garden behind the house, though it was asked for twice.");
        });

        var page = Assert.Single(read.Pages);
        Assert.Equal(Enumerable.Range(1, 28), page.LineNumbers.Select(line => line.Number));
        Assert.Equal("Plaintiff alleges that on the first day of April the defendant took the premises without leave and stayed there for a month, and that no rent was paid in that time for any of the rooms, nor for the garden behind the house, though it was asked for twice.", page.Text);
        Assert.InRange(page.Words[0].Box.Top, page.LineNumbers[0].Top - 2, page.LineNumbers[0].Bottom);
    }

    [Fact]
    public void A_numbered_column_of_a_short_table_is_text()
    {
        var read = Read.Pdf(page =>
        {
            for (var line = 1; line <= 12; line++)
            {
                page.Text(72, 700 - (line * 14), 10, line.ToString(CultureInfo.InvariantCulture)).Text(110, 700 - (line * 14), 10, $"Name {line}").Text(300, 700 - (line * 14), 10, "paid");
            }
        });

        Assert.Empty(read.Pages[0].LineNumbers);
        Assert.Contains("12\tName 12\tpaid", read.Text(), StringComparison.Ordinal);
    }
}
