using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Pdf;

public class PdfFaultTests
{
    private static PdfBuilder OnePage() => new PdfBuilder().Page(page => page.Text(72, 700, 12, "What it says"));

    [Fact]
    public void A_file_with_a_password_is_refused_as_such()
    {
        var document = OnePage();
        document.Encryption = new PdfEncryption("secret");

        var read = Read.Pdf(document);

        Assert.Equal((ParseStatus.Refused, ParseCodes.PasswordRequired), (read.Outcome.Status, read.Outcome.Code));
        Assert.Contains("password", read.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void An_encrypted_file_that_opens_without_a_password_is_read()
    {
        var document = OnePage();
        document.Encryption = new PdfEncryption("");

        Assert.Equal("What it says", Read.Pdf(document).Text());
    }

    [Fact]
    public void A_file_encrypted_by_AES_that_opens_without_a_password_is_read()
    {
        var document = OnePage();
        document.Encryption = new PdfAesEncryption();

        Assert.Equal("What it says", Read.Pdf(document).Text());
    }

    [Fact]
    public void A_file_whose_protection_breaks_within_a_page_is_refused_as_such()
    {
        var document = OnePage();
        document.Encryption = new PdfAesEncryption { LosesBytes = true };

        var read = Read.Pdf(document);

        Assert.Equal((ParseStatus.Refused, ParseCodes.UnsupportedProtection), (read.Outcome.Status, read.Outcome.Code));
    }

    [Fact]
    public void A_file_cut_off_within_its_pages_is_read_as_far_as_it_goes_or_refused_as_damaged()
    {
        var document = OnePage().Build();
        foreach (var share in new[] { 0.2, 0.5, 0.8, 0.95 })
        {
            var read = Read.Bytes(document[..(int)(document.Length * share)], "cut.pdf");

            Assert.True(read.Outcome.Code is ParseCodes.Damaged or ParseCodes.Ok or ParseCodes.PagesSkipped or ParseCodes.StoppedAtFault, $"{share}: {read.Outcome}");
            Assert.True(read.Pages.All(page => page.Text == "What it says"), $"{share}: {read.Text()}");
        }
    }

    [Fact]
    public void A_file_without_its_table_of_objects_is_still_read()
    {
        var text = Encoding.Latin1.GetString(OnePage().Build());
        var broken = text[..text.IndexOf("xref\n", StringComparison.Ordinal)] + "trailer\n<< /Size 9 /Root 1 0 R >>\nstartxref\n99999\n%%EOF\n";

        var read = Read.Bytes(Encoding.Latin1.GetBytes(broken), "broken.pdf");

        Assert.Equal("What it says", read.Text());
    }

    [Fact]
    public void A_file_none_of_whose_pages_can_be_read_is_refused_as_damaged_and_not_as_a_scan()
    {
        var document = new PdfBuilder();
        document.PageTree = $"/Kids [{document.Add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources (none) /Contents 2 0 R >>")} 0 R] /Count 1";

        var read = Read.Pdf(document);

        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), (read.Outcome.Status, read.Outcome.Code));
        Assert.Equal(1, Assert.Single(read.Skipped).Page);
    }

    [Fact]
    public void A_scan_without_text_is_refused_and_each_page_is_named()
    {
        var read = Read.Pdf(new PdfBuilder().Page(page => page.Picture()).Page(page => page.Picture()));

        Assert.Equal((ParseStatus.Refused, ParseCodes.NoTextLayer), (read.Outcome.Status, read.Outcome.Code));
        Assert.Equal([1, 2], read.Skipped.Select(skipped => skipped.Page));
    }

    [Fact]
    public void A_document_in_which_one_page_is_a_scan_is_read_in_part_and_the_page_named()
    {
        var read = Read.Pdf(OnePage().Page(page => page.Picture()));

        Assert.Equal((ParseStatus.Partial, ParseCodes.PagesSkipped), (read.Outcome.Status, read.Outcome.Code));
        Assert.Equal(2, Assert.Single(read.Skipped).Page);
        Assert.Equal(2, read.Pages.Count); // the scan keeps its place, so that the viewer can show it
    }

    [Fact]
    public void A_file_with_blank_pages_only_holds_no_text()
    {
        Assert.Equal(ParseCodes.NoText, Read.Pdf(page => page.Raw("")).Outcome.Code);
    }

    [Fact]
    public void A_file_without_pages_is_refused_as_damaged()
    {
        var read = Read.Pdf(new PdfBuilder { PageTree = "/Kids [] /Count 0" });

        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), (read.Outcome.Status, read.Outcome.Code));
    }

    [Fact]
    public void Pages_after_the_limit_are_not_read_and_that_is_said()
    {
        var document = OnePage().Page(page => page.Text(72, 700, 12, "Two")).Page(page => page.Text(72, 700, 12, "Three"));

        var read = Read.Pdf(document, new ParseLimits { MaxPages = 2 });

        Assert.Equal((ParseStatus.Partial, ParseCodes.LimitReached), (read.Outcome.Status, read.Outcome.Code));
        Assert.Equal("What it says\nTwo", read.Text());
        Assert.Contains("more than 2 pages", read.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_count_that_lies_does_not_make_pages()
    {
        var document = OnePage();
        document.PageTree = "/Kids [8 0 R] /Count 2000000000";

        var read = Read.Pdf(document);

        Assert.True(read.Pages.Count <= 1, read.Outcome.ToString());
        Assert.True(read.Outcome.Status is ParseStatus.Completed or ParseStatus.Refused, read.Outcome.ToString());
    }

    [Fact]
    public void A_page_that_fails_is_named_and_the_others_are_read()
    {
        var document = OnePage();
        document.Page(page =>
        {
            page.MediaBox = "[0 0 (wide) /high]";
            page.Text(72, 700, 12, "Lost");
        });
        document.Page(page => page.Text(72, 700, 12, "And this"));

        var read = Read.Pdf(document);

        Assert.Contains("What it says", read.Text(), StringComparison.Ordinal);
        Assert.Contains("And this", read.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_title_in_the_files_properties_is_kept()
    {
        var document = OnePage();
        document.TrailerEntries = $"/Info {document.Add("<< /Title (Lease of 12 Harbour Street) >>")} 0 R";

        Assert.Equal("Lease of 12 Harbour Street", Read.Pdf(document).Info!.Title);
    }
}
