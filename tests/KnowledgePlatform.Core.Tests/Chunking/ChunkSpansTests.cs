using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.ParserProtocol;
using Xunit;
using static KnowledgePlatform.Core.Tests.Chunking.Pages;

namespace KnowledgePlatform.Core.Tests.Chunking;

public sealed class ChunkSpansTests
{
    // Words of five points a letter, lines of twelve points.
    private static readonly ParsedPage Two = Laid(1, Paragraph("Rent is due"), Paragraph("every month"));

    [Fact]
    public void Stretch_over_two_lines_has_a_box_for_each() =>
        Assert.Equal([new Box(25, 0, 55, 10), new Box(0, 12, 25, 22)], ChunkSpans.Boxes(Two, Two.Text.IndexOf("is due", StringComparison.Ordinal), 12));

    [Fact]
    public void Word_that_is_covered_in_part_is_marked_whole() => Assert.Equal([new Box(0, 0, 20, 10)], ChunkSpans.Boxes(Two, 1, 1));

    [Fact]
    public void White_space_and_a_page_without_word_positions_have_no_box()
    {
        Assert.Empty(ChunkSpans.Boxes(Two, 4, 1));
        Assert.Empty(ChunkSpans.Boxes(Page(1, Paragraph("Rent is due")), 0, 4));
    }

    [Fact]
    public void Raised_mark_of_a_footnote_belongs_to_its_line()
    {
        var page = new ParsedPage(1, 595, 842, "Rent1 due", [], [new(0, 4, new Box(0, 100, 20, 110)), new(4, 1, new Box(20, 98, 23, 104)), new(6, 3, new Box(25, 100, 40, 110))]);
        Assert.Equal([new Box(0, 98, 40, 110)], ChunkSpans.Boxes(page, 0, 9));
    }

    [Fact]
    public void Pieces_on_two_pages_have_boxes_on_both()
    {
        var other = Laid(2, Paragraph("in advance"));
        var boxes = ChunkSpans.Boxes([new(1, 12, 5), new(2, 0, 10)], new Dictionary<int, ParsedPage> { [1] = Two, [2] = other });
        Assert.Equal([(1, new Box(0, 12, 25, 22)), (2, new Box(0, 0, 50, 10))], boxes);
    }
}
