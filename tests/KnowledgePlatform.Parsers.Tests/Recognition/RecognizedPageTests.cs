using System.Globalization;
using System.Text;
using KnowledgePlatform.Core.Recognition;
using KnowledgePlatform.ParserProtocol;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Recognition;

/// <summary>What becomes of Tesseract's table.</summary>
public sealed class RecognizedPageTests
{
    private static readonly ParsedPage Empty = new(3, 612, 792, "", [], []);

    [Fact]
    public void Lines_of_a_paragraph_are_one_text_and_a_word_parted_at_the_end_of_a_line_is_whole_with_a_box_on_each_line()
    {
        var page = Build(Word(1, 1, 1, 1, "the", 100), Word(1, 1, 1, 2, "agree-", 200), Word(1, 1, 2, 1, "ment", 100), Word(1, 1, 2, 2, "ends.", 200));
        Assert.Equal("the agreement ends.", page.Text);
        Assert.Equal(["the", "agree", "ment", "ends."], page.Words.Select(word => page.Text.Substring(word.Start, word.Length)));
        Assert.Equal(page.Words[1].Start + page.Words[1].Length, page.Words[2].Start);
        Assert.Equal((3, 612f, 4), (page.Number, page.Width, page.Confidences!.Count));
    }

    [Fact]
    public void Hyphen_of_the_writer_stays_when_the_next_line_begins_with_a_capital()
    {
        Assert.Equal("Anglo- American", Build(Word(1, 1, 1, 1, "Anglo-", 100), Word(1, 1, 2, 1, "American", 100)).Text);
    }

    [Fact]
    public void Chinese_has_no_blanks_between_its_words()
    {
        Assert.Equal("新鲜甘草 2024", Build(Word(1, 1, 1, 1, "新鲜", 100), Word(1, 1, 1, 2, "甘草", 200), Word(1, 1, 1, 3, "2024", 300)).Text);
    }

    [Fact]
    public void Specks_are_left_out_and_a_large_line_is_a_heading()
    {
        var page = Build(
            Word(1, 1, 1, 1, "—", 10, confidence: 90), Word(2, 1, 1, 1, "ii", 10, confidence: 20),
            Word(3, 1, 1, 1, "LEASE", 100, height: 60), Word(4, 1, 1, 1, "made", 100), Word(4, 1, 1, 2, "between", 200), Word(4, 1, 1, 3, "parties.", 300));
        Assert.Equal("LEASE\nmade between parties.", page.Text);
        Assert.Equal([(BlockKind.Heading, 1), (BlockKind.Paragraph, 0)], page.Blocks.Select(block => (block.Kind, block.Level)));
    }

    [Fact]
    public void Ruled_lines_go_and_what_they_enclose_stays()
    {
        var pixels = new byte[600 * 400];
        Array.Fill(pixels, (byte)250);
        // A box of lines three pixels thick, a letter's stroke in it, and a dark field with a light stroke.
        Fill(20, 20, 560, 3, 90);
        Fill(20, 200, 560, 3, 90);
        Fill(20, 20, 3, 183, 90);
        Fill(577, 20, 3, 183, 90);
        Fill(100, 80, 6, 40, 10);
        Fill(20, 260, 560, 100, 30);
        Fill(100, 300, 6, 30, 250);
        var picture = new GrayPicture(600, 400, pixels);
        RuledLines.Wipe(picture, 300, TestContext.Current.CancellationToken);
        Assert.All(new[] { (300, 21), (300, 201), (21, 100), (578, 100), (21, 21), (578, 201) }, at => Assert.Equal(250, At(at)));
        Assert.All(new[] { (102, 100), (300, 310), (50, 262) }, at => Assert.InRange(At(at), 0, 40));
        Assert.Equal(250, At((103, 310)));

        void Fill(int x, int y, int width, int height, byte value)
        {
            for (var v = y; v < y + height; v++)
            {
                Array.Fill(pixels, value, (v * 600) + x, width);
            }
        }

        int At((int X, int Y) at) => picture.Pixels.Span[(at.Y * 600) + at.X];
    }

    [Fact]
    public void Turned_picture_turned_on_is_the_picture_again()
    {
        var picture = new GrayPicture(3, 2, new byte[] { 1, 2, 3, 4, 5, 6 });
        Assert.Equal([4, 1, 5, 2, 6, 3], picture.Turn(90).Pixels.ToArray());
        Assert.Equal(picture.Pixels.ToArray(), picture.Turn(90).Turn(270).Pixels.ToArray());
        Assert.Equal(picture.Pixels.ToArray(), picture.Turn(180).Turn(180).Pixels.ToArray());
        Assert.Equal(picture.Pixels.ToArray(), GrayPicture.Read(picture.ToPgm()).Pixels.ToArray());
    }

    [Theory]
    [InlineData(0, 100, 200, 150, 230)]
    [InlineData(90, 200, 1450, 230, 1500)]
    [InlineData(180, 850, 1370, 900, 1400)]
    [InlineData(270, 770, 100, 800, 150)]
    public void Words_of_a_page_that_was_turned_to_read_it_stand_where_they_are_on_the_page(int turned, int left, int top, int right, int bottom)
    {
        // The picture that was read is 1,000 wide and 1,600 high, or the other way round before the turn.
        var text = TesseractTable.Read(Table(1000, turned is 90 or 270 ? 1000 : 1600, Word(1, 1, 1, 1, "word", 100, top: 200, width: 50, height: 30)), turned);
        var word = Assert.Single(text.Words);
        if (turned is 90 or 270)
        {
            // Square, so that a turn keeps its size.
            (top, bottom) = turned == 90 ? (850, 900) : (top, bottom);
        }

        Assert.Equal((left, top, right, bottom), ((int)word.Left, (int)word.Top, (int)word.Right, (int)word.Bottom));
    }

    [Theory]
    [InlineData("")]
    [InlineData("level\tpage_num\n5\t1\t1")]
    [InlineData("level\n1\t1\t0\t0\t0\t0\t0\t0\tNaN\t-5\t-1\t")]
    public void Answer_that_is_no_table_is_refused(string table) =>
        Assert.Throws<InvalidDataException>(() => TesseractTable.Read(Encoding.UTF8.GetBytes(table)));

    [Fact]
    public void Box_that_leaves_the_page_is_cut_and_a_word_keeps_no_sign_that_is_not_seen()
    {
        var text = TesseractTable.Read(Table(1000, 1000, Word(1, 1, 1, 1, "far", 900, width: 100_000), Word(1, 1, 1, 2, "a\0b\u202Ec\td", 10), Word(1, 1, 1, 3, "sure", 10, confidence: 4000)));
        Assert.Equal(["far", "abcd"], text.Words.Select(word => word.Text));
        Assert.Equal(1000f, text.Words[0].Right);
    }

    private static ParsedPage Build(params string[] words) => RecognizedPage.Build(Empty, TesseractTable.Read(Table(2550, 3300, words)));

    private static byte[] Table(int width, int height, params string[] words) => Encoding.UTF8.GetBytes(
        "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
        + string.Create(CultureInfo.InvariantCulture, $"1\t1\t0\t0\t0\t0\t0\t0\t{width}\t{height}\t-1\t\n") + string.Join('\n', words));

    private static string Word(
        int block, int paragraph, int line, int number, string text, int left, int top = 100, int width = 80, int height = 30, double confidence = 95) =>
        string.Create(CultureInfo.InvariantCulture, $"5\t1\t{block}\t{paragraph}\t{line}\t{number}\t{left}\t{top}\t{width}\t{height}\t{confidence}\t{text}");
}
