using System.Diagnostics;
using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Hostile;

/// <summary>PDFs made to do harm; those that overflow a stack, a memory or a clock are in ParserChildTests, since only a child may meet them.</summary>
public sealed class HostilePdfTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static PdfBuilder OnePage() => new PdfBuilder().Page(page => page.Text(72, 700, 12, "What it says"));

    // In bounded time, with the text or with a reason.
    private static ParseResult ReadSoon(byte[] document)
    {
        var clock = Stopwatch.StartNew();
        var read = Read.Bytes(document, "document.pdf");
        Assert.True(clock.Elapsed < Patience, $"{clock.Elapsed}");
        Assert.True(read.Outcome.Status is ParseStatus.Completed or ParseStatus.Partial or ParseStatus.Refused, read.Outcome.ToString());
        return read;
    }

    [Fact]
    public void Table_of_objects_that_names_itself_as_the_one_before_it_is_read_once()
    {
        var document = Encoding.Latin1.GetString(OnePage().Build());
        var table = document.LastIndexOf("xref\n0", StringComparison.Ordinal);

        var read = ReadSoon(Encoding.Latin1.GetBytes(document.Replace("/Root", $"/Prev {table} /Root", StringComparison.Ordinal)));

        Assert.Equal("What it says", read.Text());
    }

    [Fact]
    public void Two_tables_of_objects_that_name_each_other_are_read_once_each()
    {
        var document = Encoding.Latin1.GetString(OnePage().Build());
        var first = document.LastIndexOf("xref\n0", StringComparison.Ordinal);
        var second = document.Length;
        var looped = document.Replace("/Root", $"/Prev {second + 16:D6} /Root", StringComparison.Ordinal) + $"xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 9 /Root 1 0 R /Prev {first} >>\nstartxref\n{second + 16}\n%%EOF\n";

        Assert.Equal("What it says", ReadSoon(Encoding.Latin1.GetBytes(looped)).Text());
    }

    [Fact]
    public void Pages_that_are_their_own_parents_and_children_end()
    {
        var document = OnePage();
        document.PageTree = "/Kids [2 0 R 2 0 R] /Count 2 /Parent 2 0 R";

        Assert.Equal(ParseStatus.Refused, ReadSoon(document.Build()).Outcome.Status);
    }

    [Fact]
    public void Stream_whose_length_is_said_by_itself_is_read_or_named()
    {
        var document = OnePage();
        var self = document.Add("");
        document.Replace(self, $"<< /Length {self} 0 R >>\nstream\nBT /F1 12 Tf 72 500 Td (Looped) Tj ET\nendstream");
        var page = document.Add($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {self} 0 R /Resources << /Font 3 0 R >> >>");
        document.PageTree = $"/Kids [8 0 R {page} 0 R] /Count 2";

        ReadSoon(document.Build());
    }

    [Fact]
    public void Fields_that_inherit_from_each_other_in_a_circle_cost_the_page_nothing()
    {
        var document = new PdfBuilder();
        var (first, second) = (document.Add(""), document.Add(""));
        document.Replace(first, $"<< /Type /Annot /Subtype /Widget /Rect [10 10 90 30] /Parent {second} 0 R >>");
        document.Replace(second, $"<< /Type /Annot /Subtype /Widget /Rect [10 40 90 60] /Parent {first} 0 R >>");
        document.Page(page => page.Text(72, 700, 12, "What it says").Annotations(first, second));

        Assert.Equal("What it says", ReadSoon(document.Build()).Text());
    }

    [Fact]
    public void Actions_and_scripts_are_not_run_and_cost_nothing()
    {
        var document = OnePage();
        document.CatalogEntries = "/OpenAction << /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> /Next << /S /JavaScript /JS (app.alert\\(1\\)) >> >>"
            + " /Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (this.submitForm\\('http://example.com'\\)) >>] >> >> /AcroForm << /Fields [] /XFA (<xdp/>) >>";

        Assert.Equal(("What it says", ParseCodes.Ok), (ReadSoon(document.Build()).Text(), ReadSoon(document.Build()).Outcome.Code));
    }

    [Fact]
    public void Picture_of_35_000_by_35_000_pixels_is_not_unpacked()
    {
        var document = OnePage();
        var picture = document.AddStream("/Type /XObject /Subtype /Image /Width 35000 /Height 35000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /FlateDecode", [0x78, 0x9C, 1, 2, 3]);
        document.Page(page =>
        {
            page.Resources = $"/XObject << /Im0 {picture} 0 R >>";
            page.Raw("q 595 0 0 842 0 0 cm /Im0 Do Q");
        });

        var before = GC.GetTotalAllocatedBytes();
        var read = ReadSoon(document.Build());

        Assert.Equal(("What it says", ParseStatus.Partial), (read.Text().TrimEnd(), read.Outcome.Status));
        Assert.True(GC.GetTotalAllocatedBytes() - before < 500 << 20);
    }

    [Fact]
    public void Words_and_edges_beyond_all_paper_cost_their_places_and_not_the_document()
    {
        var document = new PdfBuilder().Page(page => page.Text(72, 700, 12, "What it says")).Page(page => page.Text(72, 600, 1e19, "Far")).Page(page =>
        {
            page.MediaBox = "[0 0 99999999 99999999]";
            page.Text(72, 700, 12, "Large");
        });

        var read = ReadSoon(document.Build());

        Assert.StartsWith("What it says\n", read.Text(), StringComparison.Ordinal);
        Assert.EndsWith("\nLarge", read.Text(), StringComparison.Ordinal);
        Assert.All(read.Pages, page => Assert.InRange(page.Width, 0, ParsedPage.LargestSide));
    }
}
