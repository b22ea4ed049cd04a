using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Markdown;

public class MarkdownTests
{
    private static ParseResult ReadText(string text) => Read.Bytes(Encoding.UTF8.GetBytes(text), "notes.md");

    [Fact]
    public void Headings_paragraphs_and_lists_are_blocks()
    {
        var read = ReadText("# Policy\n\nWash *your*\nhands.\n\n- soap\n- water\n\n3. first\n4. second\n\nSecond title\n------------\n");

        Assert.Equal(DocumentKind.Markdown, read.Info!.Kind);
        Assert.Equal(["Heading1: Policy", "Paragraph: Wash your hands.", "ListItem: \u2022 soap", "ListItem: \u2022 water", "ListItem: 3. first", "ListItem: 4. second",
            "Heading2: Second title"], read.Blocks());
    }

    [Fact]
    public void Front_matter_is_not_text_but_gives_the_title()
    {
        var read = ReadText("---\ntitle: \"Hand hygiene\"\nauthor: A. Byron\n---\n\nThe text.\n");

        Assert.Equal("The text.", read.Text());
        Assert.Equal("Hand hygiene", read.Info!.Title);
    }

    [Fact]
    public void Rows_of_tables_have_a_tab_between_cells()
    {
        Assert.Equal(["Test\tValue", "Sodium\t139"], ReadText("| Test | Value |\n|---|---|\n| Sodium | **139** |\n").Of(BlockKind.TableRow));
    }

    [Fact]
    public void Code_is_read_line_by_line_as_it_stands()
    {
        Assert.Equal(["Run this:", "a = *b*", "if a:", "c"], ReadText("Run this:\n\n```python\na = *b*\nif a:\n    c\n```\n").Text().Split('\n'));
    }

    [Fact]
    public void A_link_gives_its_text_and_not_its_target()
    {
        Assert.Equal("See our site and here.", ReadText("See [our site](https://example.invalid/x) and [here][1].\n\n[1]: https://example.invalid/y\n").Text());
    }

    [Fact]
    public void A_footnote_keeps_its_number_on_both_sides()
    {
        Assert.Equal(["Paragraph: The Act\u00B9 applies.", "Footnote: \u00B9 As amended."], ReadText("The Act[^a] applies.\n\n[^a]: As amended.\n").Blocks());
    }

    [Fact]
    public void Html_within_it_is_read_as_text_without_its_scripts()
    {
        Assert.Equal("Before.\ninside\nAfter.", ReadText("Before.\n\n<div onclick=\"x()\">inside<script>alert(1)</script></div>\n\nAfter.\n").Text());
    }

    [Fact]
    public void Quotations_nested_without_end_are_refused_or_read_but_do_not_break_the_reader()
    {
        var read = ReadText(new string('>', 50_000) + " deep");

        Assert.True(read.Outcome.Code is ParseCodes.NestedTooDeeply or ParseCodes.Ok, read.Outcome.ToString());
    }
}
