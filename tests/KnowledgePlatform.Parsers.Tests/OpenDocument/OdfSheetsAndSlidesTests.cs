using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.OpenDocument;

public sealed class OdfSheetsAndSlidesTests
{
    [Fact]
    public void Sheet_is_a_part_with_its_values_as_it_shows_them()
    {
        var read = Read.Bytes(
            new OdfPackage("spreadsheet")
            {
                Automatic = "<style:style style:name=\"ta1\" style:family=\"table\" style:master-page-name=\"Default\"/><style:style style:name=\"ta2\" style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>",
                Pages = "<style:master-page style:name=\"Default\"><style:header><text:p><text:sheet-name>???</text:sheet-name></text:p></style:header><style:footer><text:p>Privileged</text:p></style:footer></style:master-page><style:master-page style:name=\"Report\"><style:footer><text:p>Unused</text:p></style:footer></style:master-page>",
            }.Build(
                """
                <table:table table:name="Fees" table:style-name="ta1"><office:forms/><table:table-column/><table:table-row><table:table-cell office:value-type="string"><text:p>Due</text:p></table:table-cell><table:table-cell><text:p>Amount</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
                <table:table-row-group><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="date" office:date-value="2026-11-26"><office:annotation><text:p>Ask.</text:p></office:annotation><text:p>26.11.2026</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="4250.5"/></table:table-row></table:table-row-group>
                <table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
                <table:table-row><table:table-cell table:number-columns-repeated="2"/><table:table-cell><text:p>two</text:p><text:p>lines</text:p></table:table-cell></table:table-row></table:table>
                <table:table table:name="Hidden" table:style-name="ta2"><table:table-row><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>
                """),
            "fees.ods");

        Assert.Equal((DocumentKind.OpenDocumentSheets, ParseStatus.Completed), (read.Info!.Kind, read.Outcome.Status));
        Assert.Equal(["Fees\nDue\tAmount\n26.11.2026\t4250.5\n26.11.2026\t4250.5\n\t\ttwo lines", "Hidden\nx", "Privileged"], read.Pages.Select(page => page.Text));
        Assert.Equal(["Sheet 2 is hidden in the workbook; it was read.", "1 comment(s) in the margin were not read."], read.Skipped.Select(skipped => skipped.Reason));
    }

    [Fact]
    public void Slide_is_a_page_with_its_title_first_and_its_notes_last()
    {
        var read = Read.Bytes(
            new OdfPackage("presentation") { Automatic = "<style:style style:name=\"dp2\" style:family=\"drawing-page\"><style:drawing-page-properties presentation:visibility=\"hidden\"/></style:style>" }.Build(
                """
                <draw:page draw:name="page1"><draw:frame presentation:class="outline"><draw:text-box><text:list><text:list-item><text:p>First point</text:p></text:list-item></text:list></draw:text-box></draw:frame>
                <draw:frame presentation:class="title"><draw:text-box><text:p>The merger</text:p></draw:text-box></draw:frame><draw:g><draw:custom-shape><text:p>In a group</text:p></draw:custom-shape></draw:g><draw:frame><draw:image/></draw:frame>
                <presentation:notes><draw:page-thumbnail/><draw:frame presentation:class="notes"><draw:text-box><text:p>Say why first.</text:p></draw:text-box></draw:frame></presentation:notes></draw:page>
                <draw:page draw:name="page2" draw:style-name="dp2"><draw:frame><table:table><table:table-row><table:table-cell><text:p>2026</text:p></table:table-cell><table:table-cell><text:p>4,250</text:p></table:table-cell></table:table-row></table:table><draw:image/></draw:frame></draw:page>
                """),
            "talk.odp");

        Assert.Equal((DocumentKind.OpenDocumentSlides, ParseStatus.Completed), (read.Info!.Kind, read.Outcome.Status));
        Assert.Equal(["Heading1: The merger", "Paragraph: First point", "Paragraph: In a group", "Footnote: Say why first.", "TableRow: 2026\t4,250"], read.Blocks());
        Assert.Equal([1, 2], read.Pages.Select(page => page.Number));
        Assert.Equal(
            [new Skipped(1, "1 picture(s) or drawing(s): text inside them is not read."), new Skipped(2, "The slide is hidden in the presentation; it was read.")], read.Skipped);
    }
}
