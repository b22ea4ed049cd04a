using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.OpenDocument;

public sealed class OdfTextTests
{
    private static ParseResult ReadText(string body, string automatic = "", string styles = "", string pages = "") =>
        Read.Bytes(new OdfPackage("text") { Automatic = automatic, Styles = styles, Pages = pages }.Build(body), "lease.odt");

    [Fact]
    public void Paragraphs_and_headings_are_read_with_the_title()
    {
        var read = ReadText(
            """
            <text:sequence-decls/><text:p text:style-name="P1">Lease</text:p><text:h text:outline-level="2">Rent</text:h>
            <text:section text:name="S"><text:p>The <text:span>tenant</text:span>   pays<text:s text:c="3"/>4,250<text:tab/>a<text:line-break/>month<text:soft-page-break/>, see <text:a xlink:href="http://x">here</text:a>.</text:p></text:section>
            <text:h text:outline-level="9">Deep</text:h><text:p/>
            """,
            "<style:style style:name=\"P1\" style:family=\"paragraph\" style:parent-style-name=\"Title\"/>",
            "<style:style style:name=\"Title\" style:family=\"paragraph\" style:parent-style-name=\"Title\"/>");

        Assert.Equal((DocumentKind.OpenDocumentText, "Lease of 3 Mill Road", ParseStatus.Completed), (read.Info!.Kind, read.Info.Title, read.Outcome.Status));
        Assert.Equal(["Heading1: Lease", "Heading2: Rent", "Paragraph: The tenant pays 4,250 a month, see here.", "Heading6: Deep"], read.Blocks());
        Assert.Empty(read.Skipped);
    }

    private const string Lists =
        """
        <text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
        <text:list-level-style-number text:level="2" style:num-format="a" style:num-suffix=")" text:display-levels="2"/><text:list-level-style-bullet text:level="3" text:bullet-char="–"/></text:list-style>
        <text:list-style style:name="L2"><text:list-level-style-bullet text:level="1" text:bullet-char="&#xE00C;"/></text:list-style>
        <text:list-style style:name="L3"><text:list-level-style-number text:level="1" style:num-prefix="(" style:num-format="I" style:num-suffix=")" text:start-value="4"/></text:list-style>
        """;

    [Fact]
    public void List_items_carry_the_labels_of_their_list_styles()
    {
        var read = ReadText(
            """
            <text:list xml:id="a" text:style-name="L1"><text:list-item><text:p>one</text:p><text:p>more</text:p></text:list-item>
            <text:list-item><text:p>two</text:p><text:list><text:list-item><text:p>inner</text:p><text:list><text:list-item><text:p>dash</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>next</text:p></text:list-item></text:list></text:list-item>
            <text:list-item><text:list><text:list-item><text:p>still two</text:p></text:list-item></text:list></text:list-item></text:list>
            <text:p>Between</text:p><text:list text:continue-list="a" text:style-name="L1"><text:list-header><text:p>no label</text:p></text:list-header><text:list-item><text:p>three</text:p></text:list-item><text:list-item text:start-value="9"><text:p>nine</text:p></text:list-item></text:list>
            <text:list text:style-name="L1"><text:list-item><text:p>one again</text:p></text:list-item></text:list>
            <text:list text:style-name="L1" text:continue-numbering="true"><text:list-item><text:p>two again</text:p></text:list-item></text:list>
            <text:list text:style-name="L2"><text:list-item><text:p>bullet</text:p></text:list-item></text:list><text:list text:style-name="L3"><text:list-item><text:p>four</text:p></text:list-item></text:list>
            """,
            Lists);

        Assert.Equal(
            [
                "ListItem: 1. one", "Paragraph: more", "ListItem: 2. two", "ListItem: 2.a) inner", "ListItem: – dash", "ListItem: 2.b) next", "ListItem: 2.c) still two", "Paragraph: Between",
                "Paragraph: no label", "ListItem: 3. three", "ListItem: 9. nine", "ListItem: 1. one again", "ListItem: 2. two again", "ListItem: • bullet", "ListItem: (IV) four",
            ],
            read.Blocks());
    }

    [Fact]
    public void Headings_are_numbered_by_the_outline()
    {
        var read = ReadText(
            """
            <text:h text:outline-level="1">Rent</text:h><text:h text:outline-level="2">Amount</text:h><text:h text:outline-level="2">Date</text:h><text:h text:outline-level="1" text:style-name="Plain">Unnumbered</text:h>
            <text:h text:outline-level="1">Costs</text:h><text:h text:outline-level="2">Heat</text:h><text:h text:outline-level="1"><text:number>§ 7</text:number>Written</text:h>
            """,
            "<style:style style:name=\"Plain\" style:family=\"paragraph\" style:list-style-name=\"\"/>",
            """<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1"/><text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/></text:outline-style>""");

        Assert.Equal(
            ["Heading1: 1 Rent", "Heading2: 1.1 Amount", "Heading2: 1.2 Date", "Heading1: Unnumbered", "Heading1: 2 Costs", "Heading2: 2.1 Heat", "Heading1: § 7 Written"], read.Blocks());
    }

    [Fact]
    public void Table_keeps_its_columns_below_each_other_where_cells_are_merged()
    {
        var read = ReadText(
            """
            <table:table table:name="T"><table:table-column/><table:table-header-rows><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Wide</text:p></table:table-cell><table:covered-table-cell/><table:table-cell table:number-rows-spanned="2"><text:p>Tall</text:p></table:table-cell></table:table-row></table:table-header-rows>
            <table:table-row><table:table-cell><text:p>a</text:p><text:p>b<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Net.</text:p></text:note-body></text:note></text:p></table:table-cell><table:table-cell><table:table><table:table-row><table:table-cell><text:p>in</text:p></table:table-cell><table:table-cell><text:p>line</text:p></table:table-cell></table:table-row></table:table></table:table-cell><table:covered-table-cell/></table:table-row>
            <table:table-row><table:table-cell table:number-columns-repeated="3"><text:p>x</text:p></table:table-cell></table:table-row></table:table>
            """);

        Assert.Equal(["TableRow: Wide\tTall", "TableRow: a b¹\tin line\t", "Footnote: ¹ Net.", "TableRow: x\tx\tx"], read.Blocks());
    }

    [Fact]
    public void Notes_and_boxes_follow_their_paragraph_and_running_heads_are_read_once()
    {
        var read = ReadText(
            """
            <text:p>Rent<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Net of <text:span>tax</text:span>.</text:p><text:p>Always.</text:p></text:note-body></text:note> is
            due<text:note text:note-class="endnote"><text:note-citation>i</text:note-citation><text:note-body><text:p>At the end.</text:p></text:note-body></text:note>.<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame><draw:custom-shape><text:p>In a shape.</text:p></draw:custom-shape></text:p>
            """,
            pages: """
            <style:master-page style:name="A"><style:header><text:p>Privileged</text:p></style:header><style:header-left><text:p>Privileged</text:p></style:header-left><style:header-first style:display="false"><text:p>Not shown</text:p></style:header-first>
            <style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer></style:master-page>
            """);

        Assert.Equal(
            [
                "Header: Privileged", "Paragraph: Rent¹ is due[i].", "Paragraph: In a box.", "Paragraph: In a shape.", "Footnote: ¹ Net of tax. Always.", "Footnote: [i] At the end.", "Footer: Page 1",
            ],
            read.Blocks());
    }

    [Fact]
    public void What_a_reader_does_not_see_is_left_out_and_said()
    {
        var read = ReadText(
            """
            <text:tracked-changes><text:changed-region text:id="c"><text:deletion><office:change-info><dc:creator>A</dc:creator></office:change-info><text:p>Struck out.</text:p></text:deletion></text:changed-region>
            <text:changed-region text:id="d"><text:insertion/></text:changed-region></text:tracked-changes>
            <text:p>Seen<text:change text:change-id="c"/><text:change-start text:change-id="d"/>, added<text:change-end text:change-id="d"/><text:span text:style-name="H">, hidden</text:span><office:annotation><dc:creator>A</dc:creator><text:p>A remark.</text:p></office:annotation>.
            <draw:frame><draw:image xlink:href="Pictures/1.png"/></draw:frame><draw:frame><draw:object-ole/><draw:image/></draw:frame></text:p>
            <text:p text:style-name="HP">Hidden paragraph.</text:p><text:section text:display="none"><text:p>Hidden section.</text:p></text:section>
            """,
            """
            <style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>
            <style:style style:name="HP" style:family="paragraph"><style:text-properties text:display="none"/></style:style>
            """);

        Assert.Equal(["Paragraph: Seen, added."], read.Blocks());
        Assert.Equal(
            [
                "1 picture(s) or drawing(s): text inside them is not read.", "3 piece(s) of hidden text were left out, as a reader does not see them.",
                "1 tracked deletion(s) were left out; tracked insertions were read as text.", "1 comment(s) in the margin were not read.", "1 embedded file(s) were not read; upload them on their own.",
            ],
            read.Skipped.Select(skipped => skipped.Reason));
    }
}
