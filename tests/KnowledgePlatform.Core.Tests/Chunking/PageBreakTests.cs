using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.ParserProtocol;
using Xunit;
using static KnowledgePlatform.Core.Tests.Chunking.Pages;

namespace KnowledgePlatform.Core.Tests.Chunking;

/// <summary>Paragraphs that go on over page breaks are one stream of sentences.</summary>
public sealed class PageBreakTests
{
    [Theory]
    [InlineData("The supplier reports a breach within", "one day after it became aware of it.")]
    [InlineData("The supplier reports each breach of which it has become aware to the hospital within", "24 hours of that time.")]
    [InlineData("This agreement binds its parties and those who follow them in their rights, so that the", "Landlord may assign it.")]
    [InlineData("Delivered to Quillon Ltd.", "at its seat.")]
    [InlineData("租金应当在每月的第一天", "支付给出租人。")]
    [InlineData("किराया हर महीने की पहली तारीख को", "देय होगा।")]
    [InlineData("يدفع المستأجر الإيجار في اليوم", "الأول من كل شهر.")]
    public void Sentence_that_goes_on_over_a_page_break_stays_whole(string before, string after)
    {
        var chunk = Assert.Single(Chunk(Broken(before, after), target: 100));
        Assert.Equal(before + "\n" + after, chunk.Text);
        Assert.Equal([1, 2], chunk.Pieces.Select(piece => piece.Page));
        Assert.True(TextEnds.GoesOn(before, after, isNewPage: true));
    }

    [Theory]
    [InlineData("The rent for the whole of the property is due on the first working day of each month.", "The tenant pays it.")]
    [InlineData("How much is it?", "nothing at all.")]
    [InlineData("The tenant shall not:", "burn waste")]
    [InlineData("as set out in the schedule that is attached to this agreement and is a part of it for all ends", "4.2 The Landlord repairs")]
    [InlineData("as set out in the schedule that is attached to this agreement and is a part of it for all ends", "(b) burn waste")]
    [InlineData("19 Weir Street", "Odell Ceramics")]
    public void What_begins_anew_on_the_next_page_is_a_sentence_of_its_own(string before, string after) =>
        Assert.False(TextEnds.GoesOn(before, after, isNewPage: true));

    [Fact]
    public void Sentence_may_go_on_over_several_pages()
    {
        var chunk = Assert.Single(Chunk([Page(1, Paragraph("The rent, which")), Page(2, Paragraph("the parties agreed,")), Page(3, Paragraph("is due."))]));
        Assert.Equal("The rent, which\nthe parties agreed,\nis due.", chunk.Text);
    }

    [Fact]
    public void Footnote_at_the_foot_of_the_page_does_not_stand_in_the_middle_of_the_sentence()
    {
        var chunk = Assert.Single(Chunk(
            [Page(1, Paragraph("The rent¹ is"), Footnote("¹ Without tax.")), Page(2, Header("Lease"), Paragraph("due monthly. It is low."))]));
        Assert.Equal("The rent¹ is\ndue monthly. It is low.\n¹ Without tax.", chunk.Text);
    }

    [Fact]
    public void Sentence_that_a_column_breaks_stays_whole_where_pages_are_laid_out()
    {
        (BlockKind, int, string)[] blocks = [Paragraph("The supplier reports a breach"), Paragraph("within one day.")];
        Assert.True(Boundaryless(Laid(1, blocks)));
        Assert.False(Boundaryless(Page(1, blocks)));

        static bool Boundaryless(ParsedPage page) => Chunk([page], maxTokens: 8).All(chunk => !chunk.Text.StartsWith("within", StringComparison.Ordinal));
    }

    private static ParsedPage[] Broken(string before, string after) =>
        [Page(1, Paragraph(before), (BlockKind.Footer, 0, "Page 1")), Page(2, Header("Agreement"), Paragraph(after))];
}
