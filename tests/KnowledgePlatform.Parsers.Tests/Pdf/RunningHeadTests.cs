using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Pdf;

public class RunningHeadTests
{
    [Fact]
    public void Lines_that_repeat_at_the_edges_are_headers_and_footers()
    {
        var document = new PdfBuilder();
        foreach (var (number, body) in new[] { (1, "The first page speaks of rent and of nothing else."), (2, "The second page speaks of repairs and of nothing else."), (3, "The third page speaks of notice and of nothing else.") })
        {
            document.Page(page => page.Text(72, 800, 9, "Lease of 12 Harbour Street").Text(72, 600, 11, body).Text(280, 40, 9, $"Page {number} of 3"));
        }

        var read = Read.Pdf(document);

        Assert.Equal(Enumerable.Repeat("Lease of 12 Harbour Street", 3), read.Of(BlockKind.Header));
        Assert.Equal(["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"], read.Of(BlockKind.Footer));
        Assert.Equal(["The first page speaks of rent and of nothing else.", "The second page speaks of repairs and of nothing else.", "The third page speaks of notice and of nothing else."], read.Of(BlockKind.Paragraph));
    }

    [Fact]
    public void A_lone_number_at_the_foot_is_a_page_number_even_on_a_single_page()
    {
        var read = Read.Pdf(page => page.Text(72, 600, 11, "All there is to say.").Text(295, 40, 9, "- 7 -"));

        Assert.Equal(["- 7 -"], read.Of(BlockKind.Footer));
    }

    [Fact]
    public void Text_at_the_edge_that_other_pages_do_not_have_stays_in_the_text()
    {
        var document = new PdfBuilder()
            .Page(page => page.Text(72, 800, 11, "Only this page begins so high up.").Text(72, 600, 11, "Its body."))
            .Page(page => page.Text(72, 600, 11, "Another body."));

        Assert.Empty(Read.Pdf(document).Of(BlockKind.Header));
    }

    [Fact]
    public void A_clause_that_merely_stands_high_on_two_pages_is_no_header()
    {
        var document = new PdfBuilder();
        foreach (var clause in new[] { "7.1 The tenant pays for gas and water.", "9.4 The landlord insures the building." })
        {
            document.Page(page => page.Text(72, 790, 11, clause).Text(72, 600, 11, "And so on."));
        }

        Assert.Empty(Read.Pdf(document).Of(BlockKind.Header));
    }
}
