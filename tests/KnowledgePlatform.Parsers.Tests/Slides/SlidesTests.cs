using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Slides;

public sealed class SlidesTests
{
    [Fact]
    public void Slide_is_a_page_with_its_title_first_its_text_its_table_and_its_notes()
    {
        var result = Read.Bytes(
            new SlideDeck()
                .Slide(SlideDeck.Shape(null, "First point", "Second point") + SlideDeck.Shape("title", "The <merger>") + SlideDeck.Table(["Year", "Fee"], ["2026", "£4,250"]), "Say why first.")
                .Slide(SlideDeck.Shape("ctrTitle", "Questions")).Build(),
            "talk.pptx");
        Assert.Equal((DocumentKind.Slides, 2, ParseStatus.Completed), (result.Info!.Kind, result.Info.PageCount, result.Outcome.Status));
        Assert.Equal("The <merger>\nFirst point\nSecond point\nYear\tFee\n2026\t£4,250\nSay why first.", result.Pages[0].Text);
        Assert.Equal(
            [BlockKind.Heading, BlockKind.Paragraph, BlockKind.Paragraph, BlockKind.TableRow, BlockKind.TableRow, BlockKind.Footnote],
            result.Pages[0].Blocks.Select(block => block.Kind));
        Assert.Equal((2, "Questions"), (result.Pages[1].Number, result.Pages[1].Text));
    }

    [Fact]
    public void Shapes_of_a_group_are_read_and_pictures_and_hidden_slides_are_named()
    {
        const string Picture = "<p:pic><p:nvPicPr><p:cNvPr id=\"4\" name=\"p\"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill/><p:spPr/></p:pic>";
        var result = Read.Bytes(
            new SlideDeck().Slide($"<p:grpSp><p:nvGrpSpPr/><p:grpSpPr/>{SlideDeck.Shape(null, "Inside a group")}{Picture}</p:grpSp>", attributes: "show=\"0\"").Build(), "talk.pptx");
        Assert.Equal("Inside a group", Assert.Single(result.Pages).Text);
        Assert.Equal(
            [new Skipped(1, "The slide is hidden in the presentation; it was read."), new Skipped(1, "1 picture(s): text inside them is not read.")], result.Skipped);
    }

    [Fact]
    public void Slide_that_is_broken_is_named_and_the_others_are_read()
    {
        var result = Read.Bytes(new SlideDeck().Slide("<p:sp>").Slide(SlideDeck.Shape(null, "Still here")).Build(), "talk.pptx");
        Assert.Equal("Still here", Assert.Single(result.Pages).Text);
        Assert.Equal(ParseStatus.Partial, result.Outcome.Status);
        Assert.Equal(new Skipped(1, "The slide is damaged and could not be read (a part of it is not well formed)."), Assert.Single(result.Skipped));
    }
}
