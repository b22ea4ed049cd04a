using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Pdf;

public class PdfWordTests
{
    [Fact]
    public void Words_are_read_with_the_boxes_in_which_they_stand()
    {
        var read = Read.Pdf(page => page.Text(72, 700, 12, "Rent is due"));

        Assert.Equal(ParseCodes.Ok, read.Outcome.Code);
        Assert.Equal("Rent is due", read.Text());
        Assert.Equal(["Rent", "is", "due"], read.Words());
        var box = read.BoxOf("Rent");
        Assert.InRange(box.Left, 71.5f, 73f);
        Assert.InRange(box.Right, 95f, 98f); // Helvetica: R 722, e 556, n 556, t 278 thousandths
        Assert.InRange(box.Bottom, 140f, 147f); // 842 - 700 = 142 is the baseline
        Assert.InRange(box.Top, 128f, 134f);
    }

    [Fact]
    public void Words_drawn_in_pieces_are_joined_and_words_without_spaces_between_them_parted()
    {
        var read = Read.Pdf(page => page
            .Raw("BT /F1 12 Tf 72 700 Td [(Agr) 20 (ee) -10 (ment)] TJ ET")
            .Raw("BT /F1 12 Tf 72 600 Td [(between) -280 (parties)] TJ ET"));

        Assert.Equal("Agreement\nbetween parties", read.Text());
    }

    [Fact]
    public void Ligatures_become_letters_within_the_box_of_their_word()
    {
        var read = Read.Pdf(page => page.Text(72, 700, 12, "cipro\u0002oxacin su\u0003ers o\u0004ce \u0001nal", "F3"));

        Assert.Equal("ciprofloxacin suffers office final", read.Text());
        Assert.Equal(["ciprofloxacin", "suffers", "office", "final"], read.Words());
        Assert.InRange(read.BoxOf("ciprofloxacin").Right - read.BoxOf("ciprofloxacin").Left, 60f, 75f);
    }

    [Fact]
    public void Raised_numbers_of_notes_are_not_glued_to_the_word_before()
    {
        var read = Read.Pdf(page => page
            .Text(72, 700, 12, "The deposit")
            .Text(132.7, 705, 7, "3")
            .Text(140, 700, 12, "is returned."));

        Assert.Equal("The deposit\u00B3 is returned.", read.Text());
        Assert.Equal(["The", "deposit", "\u00B3", "is", "returned."], read.Words());
    }

    [Fact]
    public void Raised_and_lowered_text_with_its_own_meaning_keeps_its_place_in_the_line()
    {
        var read = Read.Pdf(page => page
            .Text(72, 700, 12, "on the 4")
            .Text(116, 705, 7, "th")
            .Text(126, 700, 12, "day, H")
            .Text(160.7, 697, 7, "2")
            .Text(164.6, 700, 12, "O"));

        Assert.Equal("on the 4th day, H2O", read.Text());
    }

    [Theory]
    [InlineData(12)]
    [InlineData(60)]
    public void Letters_drawn_twice_are_read_once_wherever_on_the_page_they_stand(double size)
    {
        // Places are compared within cells of 8 points: all ways to lie beside, above and across their borders.
        for (var at = 0.0; at < 8; at += 0.5)
        {
            var (x, y, shift) = (72 + at, 600 + at, size * 0.1);
            Assert.Equal("twice", Read.Here(new PdfBuilder().Page(page => page.Text(x, y, size, "twice").Text(x - shift, y - shift, size, "twice")).Build(), "document.pdf").Text());
            Assert.Equal("twice", Read.Here(new PdfBuilder().Page(page => page.Text(x, y, size, "twice").Text(x + shift, y + shift, size, "twice")).Build(), "document.pdf").Text());
        }
    }

    [Fact]
    public void Letters_drawn_twice_for_bold_are_read_once()
    {
        var read = Read.Pdf(page => page.Text(72, 700, 12, "Lease").Text(72.3, 700, 12, "Lease"));

        Assert.Equal("Lease", read.Text());
    }

    [Fact]
    public void Invisible_text_over_a_picture_is_read_as_the_text_of_a_recognised_scan()
    {
        var read = Read.Pdf(page => page.Picture().Text(72, 700, 12, "Recognised text", mode: 3));

        Assert.Equal(ParseCodes.Ok, read.Outcome.Code);
        Assert.Equal("Recognised text", read.Text());
    }

    [Fact]
    public void Text_outside_the_page_is_not_read()
    {
        var read = Read.Pdf(page => page.Text(72, 700, 12, "inside").Text(72, 1200, 12, "outside"));

        Assert.Equal("inside", read.Text());
    }

    [Fact]
    public void Characters_that_no_database_can_hold_are_left_out()
    {
        var read = Read.Pdf(page => page.Raw(@"BT /F1 12 Tf 72 700 Td (a\000b\001c) Tj ET"));

        Assert.DoesNotContain('\0', read.Text());
        Assert.Equal(ParseStatus.Completed, read.Outcome.Status);
    }
}
