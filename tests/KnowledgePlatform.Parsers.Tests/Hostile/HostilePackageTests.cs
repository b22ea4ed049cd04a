using System.Globalization;
using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using KnowledgePlatform.Parsers.Tests.OpenDocument;
using KnowledgePlatform.Parsers.Tests.Sheets;
using KnowledgePlatform.Parsers.Tests.Slides;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Hostile;

/// <summary>Office files made to do harm. Those of Word documents alone are in WordFaultTests, of archives in ArchiveTests, of OpenDocument in OdfFaultTests.</summary>
public sealed class HostilePackageTests
{
    private static byte[] Sheet(string rows = "") => new Workbook().Sheet("Ledger", Workbook.Row(1, Workbook.Text("A1", "What it says")) + rows).Build();

    private static byte[] Slides() => new SlideDeck().Slide(SlideDeck.Shape(null, "What it says")).Slide(SlideDeck.Shape(null, "And this")).Build();

    private static byte[] Document() => new DocxBuilder().Text("What it says.").Build();

    private static string Bomb()
    {
        var bomb = new StringBuilder("<!DOCTYPE d [<!ENTITY a0 \"lol\">");
        for (var i = 1; i < 20; i++)
        {
            bomb.Append(CultureInfo.InvariantCulture, $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{i - 1};", 10))}\">");
        }

        return bomb.Append("]>").ToString();
    }

    private static string Changed(byte[] package, string part, string from, string to) => PackagePart.Of(package, part).Replace(from, to, StringComparison.Ordinal);

    [Fact]
    public void Entities_of_a_sheet_are_not_expanded()
    {
        var sheet = Bomb() + Changed(Sheet(), "xl/worksheets/sheet1.xml", "What it says", "&a19;");

        var read = Read.Bytes(PackagePart.With(Sheet(), "xl/worksheets/sheet1.xml", sheet), "bomb.xlsx");

        Assert.DoesNotContain("lol", read.Text(), StringComparison.Ordinal);
        Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
        Assert.Contains("xl/worksheets/sheet1.xml", Assert.Single(read.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Slide_with_entities_is_named_and_the_others_are_read()
    {
        var slide = Bomb() + Changed(Slides(), "ppt/slides/slide1.xml", "What it says", "&a19;");

        var read = Read.Bytes(PackagePart.With(Slides(), "ppt/slides/slide1.xml", slide), "bomb.pptx");

        Assert.Equal("And this", read.Text());
        Assert.Equal((ParseStatus.Partial, 1), (read.Outcome.Status, Assert.Single(read.Skipped).Page));
    }

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml", "bomb.xlsx")]
    [InlineData("ppt/slides/slide1.xml", "bomb.pptx")]
    public void File_that_an_entity_names_is_not_opened(string part, string name)
    {
        using var secret = new TemporaryFile("a secret of the server"u8.ToArray());
        var package = name.EndsWith("xlsx", StringComparison.Ordinal) ? Sheet() : Slides();
        var xml = $"<!DOCTYPE d [<!ENTITY file SYSTEM \"file://{secret.Path}\">]>" + Changed(package, part, "What it says", "&file;");

        Assert.DoesNotContain("secret", Read.Bytes(PackagePart.With(package, part, xml), name).Text(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("attachedTemplate")]
    [InlineData("image")]
    [InlineData("aFChunk")]
    [InlineData("header")]
    [InlineData("footnotes")]
    public void Relationship_that_leads_out_of_the_document_leads_nowhere(string kind)
    {
        using var secret = new TemporaryFile("a secret of the server"u8.ToArray());
        var relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + $"<Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"file://{secret.Path}\" TargetMode=\"External\"/></Relationships>";

        var read = Read.Bytes(PackagePart.With(Document(), "word/_rels/document.xml.rels", relations), "document.docx");

        Assert.Equal("What it says.", read.Text());
    }

    [Fact]
    public void Document_whose_text_lies_outside_of_it_is_refused()
    {
        using var secret = new TemporaryFile("a secret of the server"u8.ToArray());
        var relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
            + $"<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"file://{secret.Path}\" TargetMode=\"External\"/></Relationships>";

        var read = Read.Bytes(PackagePart.With(Document(), "_rels/.rels", relations), "document.docx");

        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), (read.Outcome.Status, read.Outcome.Code));
        Assert.DoesNotContain(secret.Path, read.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Relationship_of_a_sheet_that_climbs_out_of_the_package_finds_nothing()
    {
        var package = new Workbook().Sheet("Ledger", Workbook.Row(1, Workbook.Text("A1", "What it says"))).Part("../../../../etc/passwd", "<comments/>", "comments").Build();

        Assert.Contains("What it says", Read.Bytes(package, "ledger.xlsx").Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sheet_with_a_cell_in_its_last_corner_is_read_to_a_limit_and_its_first_rows_stand()
    {
        var package = Sheet(Workbook.Row(1_048_576, Workbook.Text("XFD1048576", "far away")));

        var read = Read.Bytes(package, "inflated.xlsx", new ParseLimits { MaxCells = 1_000_000 });

        Assert.Equal((ParseStatus.Partial, ParseCodes.LimitReached), (read.Outcome.Status, read.Outcome.Code));
        Assert.Contains("Parsing:Limits:MaxCells", read.Outcome.Sentence, StringComparison.Ordinal);
        Assert.Contains("What it says", read.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_beyond_those_of_Excel_are_not_counted_through()
    {
        var read = Read.Bytes(Sheet(Workbook.Row(2_000_000_000, Workbook.Text("A2000000000", "far away"))), "inflated.xlsx");

        Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
        Assert.Contains(read.Skipped, skipped => skipped.Reason.Contains("beyond the last row", StringComparison.Ordinal));
        Assert.Contains("What it says", read.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sheet_that_breaks_off_is_read_as_far_as_it_goes_and_the_next_one_too()
    {
        var package = new Workbook().Sheet("Ledger", Workbook.Row(1, Workbook.Text("A1", "What it says")) + Workbook.Row(2, Workbook.Text("A2", "half"))).Sheet("Second", Workbook.Row(1, Workbook.Text("A1", "And this"))).Build();
        var sheet = PackagePart.Of(package, "xl/worksheets/sheet1.xml");

        var read = Read.Bytes(PackagePart.With(package, "xl/worksheets/sheet1.xml", sheet[..sheet.IndexOf("half", StringComparison.Ordinal)]), "ledger.xlsx");

        Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
        Assert.Contains("What it says", read.Text(), StringComparison.Ordinal);
        Assert.Contains("And this", read.Text(), StringComparison.Ordinal);
        Assert.Contains("xl/worksheets/sheet1.xml", Assert.Single(read.Skipped).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sheet1.xml")]
    [InlineData("sheet1.png")]
    public void Sheet_that_unpacks_to_more_than_is_accepted_is_refused_whatever_it_is_called(string name) =>
        Assert.Equal(ParseCodes.UnpacksTooLarge, Read.Bytes(SheetBomb(name), "bomb.xlsx", new ParseLimits { MaxUnpackedBytes = 4 << 20 }).Outcome.Code);

    [Theory]
    [InlineData("sheet1.xml")]
    [InlineData("sheet1.png")]
    public void Sheet_that_lies_about_its_size_is_unpacked_to_what_it_says_and_named(string name)
    {
        var bomb = SheetBomb(name);
        SetDeclaredSize(bomb, $"xl/worksheets/{name}", 1000);

        var read = Read.Bytes(bomb, "bomb.xlsx", new ParseLimits { MaxUnpackedBytes = 4 << 20 });

        Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
        Assert.Contains(name, Assert.Single(read.Skipped).Reason, StringComparison.Ordinal);
    }

    private static byte[] SheetBomb(string name)
    {
        var sheet = Changed(Sheet(), "xl/worksheets/sheet1.xml", "<sheetData>", "<sheetData>" + new string(' ', 8 << 20));
        return PackagePart.Renamed(PackagePart.With(Sheet(), "xl/worksheets/sheet1.xml", sheet), "sheet1.xml", name);
    }

    [Fact]
    public void Part_that_nests_without_end_is_refused_whatever_it_is_called()
    {
        const int Deep = 20_000;
        var deep = new StringBuilder("<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>");
        deep.Insert(deep.Length, "<w:sdt><w:sdtContent>", Deep).Append("<w:p/>").Insert(deep.Length, "</w:sdtContent></w:sdt>", Deep).Append("</w:body></w:document>");
        var package = PackagePart.Renamed(PackagePart.With(Document(), "word/document.xml", deep.ToString()), "document.xml", "picture.png");

        Assert.Equal(ParseCodes.NestedTooDeeply, Read.Bytes(package, "document.docx").Outcome.Code);
    }

    [Fact]
    public void Text_whose_check_sum_is_wrong_is_read_and_said_to_be_damaged()
    {
        var package = Document();
        // The check sum stands in the central directory, 16 bytes after its signature; the name 46 bytes after it.
        package[package.AsSpan().LastIndexOf("word/document.xml"u8) - 46 + 16] ^= 1;

        var read = Read.Bytes(package, "document.docx");

        Assert.Equal(("What it says.", ParseStatus.Partial), (read.Text(), read.Outcome.Status));
        Assert.Contains("word/document.xml", Assert.Single(read.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Macros_are_named_and_neither_run_nor_read()
    {
        var read = Read.Bytes(PackagePart.With(Sheet(), "xl/vbaProject.bin", "Sub Auto_Open() Shell"), "ledger.xlsm");

        Assert.Contains(read.Skipped, skipped => skipped.Reason.Contains("macros; they were neither run nor read", StringComparison.Ordinal));
        Assert.DoesNotContain("Shell", read.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Sheet_of_OpenDocument_that_breaks_off_is_read_as_far_as_it_goes()
    {
        var package = new OdfPackage("spreadsheet");
        var content = package.Content("<table:table table:name=\"A\"><table:table-row><table:table-cell><text:p>What it says</text:p></table:table-cell></table:table-row>"
            + "<table:table-row><table:table-cell><text:p>Lost</text:p></table:table-cell></table:table-row></table:table>");

        var read = Read.Bytes(package.File("content.xml", content[..content.IndexOf("</table:table>", StringComparison.Ordinal)]).Build(""), "ledger.ods");

        Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
        Assert.Contains("What it says", read.Text(), StringComparison.Ordinal);
    }

    private static void SetDeclaredSize(byte[] archive, string name, int size) =>
        BitConverter.TryWriteBytes(archive.AsSpan(archive.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(name)) - 46 + 24, 4), size);
}
