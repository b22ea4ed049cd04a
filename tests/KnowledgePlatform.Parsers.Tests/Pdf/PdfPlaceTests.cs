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

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    public void Box_of_a_word_covers_its_letters_where_the_font_is_mistaken_about_their_height(int degrees)
    {
        var read = Read.Pdf(page =>
        {
            var descriptor = page.Document.Add("<< /Type /FontDescriptor /FontName /Low /Flags 32 /FontBBox [0 0 1000 400] /ItalicAngle 0 /Ascent 250 /Descent 0 /CapHeight 250 /StemV 80 >>");
            var widths = string.Join(' ', Enumerable.Repeat("600", 224));
            var font = page.Document.Add($"<< /Type /Font /Subtype /TrueType /BaseFont /Low /FirstChar 32 /LastChar 255 /Widths [{widths}] /Encoding /WinAnsiEncoding /FontDescriptor {descriptor} 0 R >>");
            page.Document.AddFont("F9", font);
            page.Turned(300, 400, 12, degrees, "Heights", "F9");
        });

        var box = read.BoxOf("Heights");
        var (height, below) = degrees == 0 ? (box.Bottom - box.Top, box.Bottom - 442f) : (box.Right - box.Left, box.Right - 300f);
        Assert.InRange(height, 10f, 18f);
        Assert.InRange(below, 1.5f, 5f);
    }
}
