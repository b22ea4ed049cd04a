using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Html;

public class HtmlTests
{
    private static ParseResult Body(string body, string head = "") =>
        ReadBytes(Encoding.UTF8.GetBytes($"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"));

    private static ParseResult Nested(int depth) =>
        Body(string.Concat(Enumerable.Repeat("<div><span>", depth)) + "deep" + string.Concat(Enumerable.Repeat("</span></div>", depth)));

    private static ParseResult ReadBytes(byte[] page) => Read.Bytes(page, "page.html");

    [Fact]
    public void Headings_paragraphs_and_the_title_are_read()
    {
        var read = Body("<h1>Policy</h1><p>Wash <b>your</b>\n hands.</p><div>Always<p>Twice.</div>", "<title>Hand hygiene</title>");

        Assert.Equal((DocumentKind.Html, "Hand hygiene"), (read.Info!.Kind, read.Info.Title));
        Assert.Equal(["Heading1: Policy", "Paragraph: Wash your hands.", "Paragraph: Always", "Paragraph: Twice."], read.Blocks());
    }

    [Fact]
    public void Scripts_styles_and_hidden_parts_are_not_read()
    {
        var read = Body("<p>Seen</p><script>var a = 'script';</script><style>p { color: red }</style><noscript>no script</noscript>"
            + "<p hidden>hidden</p><p style='Display : none'>styled</p><template>template</template><!-- comment --><svg><text>drawing</text></svg>");

        Assert.DoesNotContain("script'", read.Text(), StringComparison.Ordinal);
        Assert.Equal(["Seen", "no script"], read.Text().Split('\n'));
    }

    [Fact]
    public void Lists_have_the_markers_that_a_browser_draws()
    {
        var read = Body("<ol start=3><li>three<li>four<ul><li>inner</ul></ol><ol type=a><li>first</ol>");

        Assert.Equal(["3. three", "4. four", "\u2022 inner", "a. first"], read.Of(BlockKind.ListItem));
    }

    [Fact]
    public void Rows_of_tables_have_a_tab_between_cells()
    {
        var read = Body("<table><caption>Results</caption><tr><th>Test<th>Value</tr><tr><td>Sodium<td><p>139</p><p>mmol/l</p></tr></table>");

        Assert.Equal(["Paragraph: Results", "TableRow: Test\tValue", "TableRow: Sodium\t139 mmol/l"], read.Blocks());
    }

    [Fact]
    public void A_table_within_a_table_is_read_once()
    {
        var read = Body("<table><tr><td>outer<table><tr><td>inner a<td>inner b</tr></table></td><td>beside</td></tr></table>");

        Assert.Equal("outer inner a inner b\tbeside", read.Text());
    }

    [Fact]
    public void Entities_become_characters_once()
    {
        Assert.Equal("Müller & Söhne <b> 5\u20AC", Body("<p>M&uuml;ller &amp; S&#246;hne &lt;b&gt; 5&euro;</p>").Text());
    }

    [Theory]
    [InlineData("windows-1252", "charset=windows-1252", "Gebühren für Müll")]
    [InlineData("windows-1252", "charset=\"iso-8859-1\"", "Gebühren \u201Ealt\u201C")]
    [InlineData("shift_jis", "charset='Shift_JIS'", "賃料を支払う")]
    [InlineData("windows-1251", "charset=windows-1251", "Договор аренды")]
    public void The_character_set_that_a_page_declares_is_used(string charset, string declared, string text)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var page = Encoding.GetEncoding(charset).GetBytes($"<html><head><meta http-equiv=Content-Type content=\"text/html; {declared.Replace("\"", "'")}\"></head><body><p>{text}</p></body></html>");

        Assert.Equal(text, ReadBytes(page).Text());
    }

    [Fact]
    public void Utf_8_wins_over_what_a_page_declares_wrongly()
    {
        Assert.Equal("Müller", ReadBytes(Encoding.UTF8.GetBytes("<html><meta charset=windows-1252><body><p>Müller</p></body></html>")).Text());
    }

    [Fact]
    public void A_link_gives_its_text_and_a_picture_nothing()
    {
        Assert.Equal("See our site.", Body("<p>See <a href='https://example.invalid/x'>our site</a>.<img src='https://example.invalid/y' alt=''></p>").Text());
    }

    [Fact]
    public void A_broken_page_is_read_as_a_browser_reads_it()
    {
        Assert.Equal(["Paragraph: one", "Paragraph: two", "ListItem: \u2022 three"], ReadBytes("<html><p>one<p>two</b></div><li>three"u8.ToArray()).Blocks());
    }

    [Fact]
    public void Elements_nested_deeper_than_any_page_keep_their_text()
    {
        Assert.Equal("deep", Nested(1_000).Text());
    }

    [Fact]
    public void Elements_nested_without_end_are_refused_before_they_cost_minutes()
    {
        var read = Nested(20_000);

        Assert.Equal((ParseStatus.Refused, ParseCodes.NestedTooDeeply), (read.Outcome.Status, read.Outcome.Code));
    }

    [Fact]
    public void Many_elements_whose_end_is_left_out_are_not_nested()
    {
        var read = Body(string.Concat(Enumerable.Repeat("<p>line<br><table><tr><td>cell</table>", 4_000)));

        Assert.Equal(ParseStatus.Completed, read.Outcome.Status);
    }

    [Fact]
    public void Comparisons_in_scripts_and_tags_in_comments_are_not_nested()
    {
        var read = Body("<script>" + string.Concat(Enumerable.Repeat("if(a<b){}", 4_000)) + "</script><!-- " + string.Concat(Enumerable.Repeat("<div>", 4_000)) + " --><p>Seen</p>");

        Assert.Equal("Seen", read.Text());
    }

    [Fact]
    public void Line_breaks_are_spaces_and_two_in_a_row_part_paragraphs()
    {
        Assert.Equal("1 Harbour Street Leith\nPhone 123", Body("1 Harbour Street<br>Leith<br><br>Phone 123").Text());
    }
}
