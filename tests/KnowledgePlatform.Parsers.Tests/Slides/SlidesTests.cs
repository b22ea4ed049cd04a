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

    [Fact]
    public void Comments_of_old_and_new_kind_follow_the_slide_with_their_authors_and_answers()
    {
        static string Body(string text) => $"<p188:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p188:txBody>";
        var result = Read.Bytes(
            new SlideDeck
            {
                Comments = "<p:cm authorId=\"1\" dt=\"2026-03-01T14:05:43.705\" idx=\"1\"><p:pos x=\"10\" y=\"10\"/><p:text>Say why.</p:text></p:cm>",
                ModernComments = $"<p188:cm id=\"{{a}}\" authorId=\"{{1}}\" created=\"2026-03-02T09:00:00.000\" status=\"resolved\"><p188:unknownAnchor/><p188:replyLst><p188:reply id=\"{{b}}\" authorId=\"{{1}}\" created=\"2026-03-03T09:00:00.000\">{Body("Done.")}</p188:reply></p188:replyLst>{Body("Too long.")}</p188:cm>",
            }.Slide(SlideDeck.Shape("title", "The merger") + SlideDeck.Shape("ftr", "Harbour Law") + SlideDeck.Shape(null, "First point"), "Say it slowly.").Build(),
            "talk.pptx");
        Assert.Equal(
            [
                "Heading1: The merger", "Footer: Harbour Law", "Paragraph: First point", "Footnote: Say it slowly.", "Comment: Comment by Ann Lee on 2026-03-01 14:05: Say why.",
                "Comment: Comment (resolved) by Bo Ek on 2026-03-02 09:00: Too long.", "Comment: Reply (resolved) by Bo Ek on 2026-03-03 09:00: Done.",
            ],
            result.Blocks());
        Assert.Empty(result.Skipped);
    }

    [Fact]
    public void Numbered_points_have_their_numbers()
    {
        static string Point(string text, int level, string? format, string start = "") =>
            $"<a:p><a:pPr lvl=\"{level}\">{(format is null ? "" : $"<a:buAutoNum type=\"{format}\"{start}/>")}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>";
        var points = Point("Scope", 0, "arabicPeriod") + Point("Debt", 1, "alphaLcParenR") + Point("Tax", 1, "alphaLcParenR") + Point("Price", 0, "arabicPeriod") + Point("Fee", 1, "alphaLcParenR")
            + Point("Note", 0, null) + Point("Annex", 0, "romanUcPeriod", " startAt=\"4\"");
        var result = Read.Bytes(new SlideDeck().Slide($"<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"s\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/>{points}</p:txBody></p:sp>").Build(), "talk.pptx");
        Assert.Equal("1. Scope\na) Debt\nb) Tax\n2. Price\na) Fee\nNote\nIV. Annex", Assert.Single(result.Pages).Text);
        Assert.Equal(6, result.Of(BlockKind.ListItem).Length);
    }
}
