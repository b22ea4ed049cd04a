using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Pdf;

/// <summary>Boxes are where the page as displayed (turned, cropped) shows the words: the origin is the upper left corner of that picture.</summary>
public class PdfPlaceTests
{
    [Fact]
    public void Boxes_on_a_page_turned_clockwise_are_where_it_is_displayed()
    {
        var read = Read.Pdf(page =>
        {
            page.Entries = "/Rotate 90";
            page.Turned(300, 100, 12, 90, "Sideways");
        });

        Assert.Equal((842f, 595f), (read.Pages[0].Width, read.Pages[0].Height));
        var box = read.BoxOf("Sideways");
        Assert.InRange(box.Left, 99f, 101f);    // what was 100 from the lower edge is 100 from the left one
        Assert.InRange(box.Bottom, 299f, 305f); // the baseline at x = 300
        Assert.True(box.Right - box.Left > 3 * (box.Bottom - box.Top), "the word lies upright in the picture");
    }

    [Theory]
    [InlineData(180)]
    [InlineData(270)]
    public void Text_of_a_turned_page_is_read_as_the_picture_shows_it(int rotate)
    {
        var read = Read.Pdf(page =>
        {
            page.Entries = $"/Rotate {rotate}";
            page.Turned(300, 400, 12, rotate, "The first line").Turned(rotate == 180 ? 300 : 286, rotate == 180 ? 414 : 400, 12, rotate, "The second line");
        });

        Assert.Equal("The first line The second line", read.Text());
        Assert.InRange(read.BoxOf("first").Left, 0, read.Pages[0].Width);
        Assert.InRange(read.BoxOf("first").Top, 0, read.Pages[0].Height);
    }

    [Fact]
    public void Boxes_on_a_cropped_page_start_at_the_crop()
    {
        var read = Read.Pdf(page =>
        {
            page.Entries = "/CropBox [50 100 450 700]";
            page.Text(72, 600, 12, "Cropped").Text(480, 600, 12, "Cut").Text(72, 50, 12, "off");
        });

        Assert.Equal((400f, 600f), (read.Pages[0].Width, read.Pages[0].Height));
        Assert.InRange(read.BoxOf("Cropped").Left, 21f, 24f);
        Assert.InRange(read.BoxOf("Cropped").Bottom, 99f, 104f);
        Assert.Equal("Cropped", read.Text());
    }

    [Fact]
    public void Boxes_on_a_page_that_does_not_start_at_zero_are_moved()
    {
        var read = Read.Pdf(page =>
        {
            page.MediaBox = "[-100 -200 495 642]";
            page.Text(-28, 500, 12, "Moved");
        });

        Assert.InRange(read.BoxOf("Moved").Left, 71f, 74f);
        Assert.InRange(read.BoxOf("Moved").Bottom, 141f, 146f);
    }

    [Fact]
    public void Text_written_upwards_in_a_margin_is_read_apart_from_the_lines()
    {
        var read = Read.Pdf(page => page
            .Lines(100, 700, 11, 14, "The lines of this page are read", "without the margin.")
            .Turned(40, 400, 8, 90, "Draft of 3 May"));

        Assert.Equal("The lines of this page are read without the margin.\nDraft of 3 May", read.Text());
        var box = read.BoxOf("Draft");
        Assert.True(box.Bottom - box.Top > box.Right - box.Left, "the word stands upright on the page");
    }
}
