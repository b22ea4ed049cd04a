using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Pdf;

public class PdfLayoutTests
{
    [Fact]
    public void Two_columns_are_read_one_after_the_other_even_when_drawn_row_by_row()
    {
        var read = Read.Pdf(page =>
        {
            for (var i = 0; i < 8; i++)
            {
                page.Text(72, 700 - (i * 14), 10, $"left column line number {i} of text").Text(320, 700 - (i * 14), 10, $"right column line number {i} of text");
            }
        });

        var text = read.Text();
        Assert.True(text.IndexOf("left column line number 7", StringComparison.Ordinal) < text.IndexOf("right column line number 0", StringComparison.Ordinal), text);
        Assert.Contains("line number 3 of text left column line number 4", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_over_two_columns_comes_first()
    {
        var read = Read.Pdf(page =>
        {
            page.Text(150, 760, 18, "A title across the whole page");
            for (var i = 0; i < 8; i++)
            {
                page.Text(320, 700 - (i * 14), 10, $"right column line number {i} of text").Text(72, 700 - (i * 14), 10, $"left column line number {i} of text");
            }
        });

        Assert.StartsWith("A title across the whole page\nleft column", read.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Larger_text_is_a_heading_and_its_size_gives_the_level()
    {
        var read = Read.Pdf(page => page
            .Text(72, 760, 20, "Lease Agreement")
            .Text(72, 720, 14, "Part One")
            .Lines(72, 690, 10, 14, "The landlord lets the premises to the tenant for a term of five", "years from the first day of April, subject to what follows here."));

        Assert.Equal(["Heading1: Lease Agreement", "Heading2: Part One",
            "Paragraph: The landlord lets the premises to the tenant for a term of five years from the first day of April, subject to what follows here."], read.Blocks());
    }

    [Fact]
    public void A_short_bold_line_over_plain_text_is_a_heading()
    {
        var read = Read.Pdf(page => page
            .Text(72, 720, 10, "4.2 Deposit", "F2")
            .Lines(72, 700, 10, 14, "The tenant pays a deposit of three months' rent before the keys", "are handed over, and the landlord keeps it apart from his own."));

        Assert.Equal("Heading4: 4.2 Deposit", read.Blocks()[0]);
        Assert.Equal(2, read.Blocks().Length);
    }

    [Fact]
    public void Items_of_a_list_are_blocks_of_their_own()
    {
        var read = Read.Pdf(page => page.Lines(72, 700, 10, 14,
            "The tenant shall:", "(a) pay the rent on the first day of each month;", "(b) keep the premises clean and in good repair;", "\u2022 insure the contents."));

        Assert.Equal(["Paragraph: The tenant shall:", "ListItem: (a) pay the rent on the first day of each month;",
            "ListItem: (b) keep the premises clean and in good repair;", "ListItem: \u2022 insure the contents."], read.Blocks());
    }

    [Fact]
    public void Rows_of_a_table_are_blocks_with_a_tab_between_cells()
    {
        var read = Read.Pdf(page =>
        {
            string[][] rows = [["Test", "Result", "Unit"], ["Sodium", "139", "mmol/l"], ["Potassium", "4.1", "mmol/l"]];
            for (var i = 0; i < rows.Length; i++)
            {
                page.Text(72, 700 - (i * 16), 10, rows[i][0]).Text(220, 700 - (i * 16), 10, rows[i][1]).Text(330, 700 - (i * 16), 10, rows[i][2]);
            }
        });

        Assert.Equal(["Test\tResult\tUnit", "Sodium\t139\tmmol/l", "Potassium\t4.1\tmmol/l"], read.Of(BlockKind.TableRow));
    }

    [Fact]
    public void A_word_parted_at_the_end_of_a_line_becomes_one_and_both_halves_keep_their_boxes()
    {
        var read = Read.Pdf(page => page.Lines(72, 700, 10, 14, "The parties wish to record their agree-", "ment on the following terms."));

        Assert.Equal("The parties wish to record their agreement on the following terms.", read.Text());
        Assert.True(read.BoxOf("ment").Top > read.BoxOf("agree").Bottom - 2);
    }

    [Fact]
    public void A_hyphen_that_belongs_to_the_word_stays()
    {
        var read = Read.Pdf(page => page.Lines(72, 700, 10, 14, "This agreement is between the British and Anglo-", "American companies, as a long-term venture of both sides."));

        Assert.Contains("Anglo-American", read.Text(), StringComparison.Ordinal);
        Assert.Contains("long-term", read.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_apart_are_paragraphs_and_lines_together_are_one()
    {
        var read = Read.Pdf(page => page
            .Lines(72, 700, 10, 13, "the first paragraph runs over two lines because it says more than", "fits in one of them, and its end is as far right as its beginning")
            .Lines(72, 660, 10, 13, "the second paragraph comes after a gap and has two lines as well,", "of which this is the second one, and it is just about as long."));

        Assert.Equal(2, read.Of(BlockKind.Paragraph).Length);
    }

    [Fact]
    public void A_small_note_at_the_foot_of_the_page_is_a_footnote()
    {
        var read = Read.Pdf(page => page
            .Lines(72, 700, 11, 14, "The deposit is returned within thirty days after the tenant has left", "the premises, less what is owed under this lease at that time.")
            .Text(72, 120, 5, "1").Text(76, 117, 8, "Interest on the deposit is owed to the tenant."));

        Assert.Equal("Footnote: \u00B9 Interest on the deposit is owed to the tenant.", read.Blocks()[^1]);
    }
}
