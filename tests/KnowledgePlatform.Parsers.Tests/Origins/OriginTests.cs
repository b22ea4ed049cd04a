using System.Globalization;
using System.IO.Compression;
using System.Text;
using KnowledgePlatform.Parsers.Tests.Documents;
using KnowledgePlatform.Parsers.Tests.OpenDocument;
using KnowledgePlatform.Parsers.Tests.Sheets;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Origins;

/// <summary>Who wrote a document and on what day, as its file says.</summary>
public sealed class OriginTests
{
    [Fact]
    public void Mail_is_of_its_sender_and_of_the_day_on_which_that_one_sent_it() =>
        AssertOrigin("Amélie Roux", "2026-11-26", Text("From: =?utf-8?q?Am=C3=A9lie_Roux?= <amelie@firm.example>\nDate: Thu, 26 Nov 2026 23:30:00 -0500\nSubject: The lease\n\nText.\n", "a.eml"));

    [Fact]
    public void Mail_without_a_name_is_of_the_address() =>
        AssertOrigin("amelie@firm.example", null, Text("From: amelie@firm.example\nSubject: The lease\n\nText.\n", "a.eml"));

    [Fact]
    public void Mailbox_of_many_messages_is_of_nobody() =>
        AssertOrigin(null, null, Text(
            "From a@b.example Thu Nov 26 09:30:00 2026\nFrom: a@b.example\nDate: Thu, 26 Nov 2026 09:30:00 +0100\nSubject: One\nMIME-Version: 1.0\n\nText.\n\n"
            + "From c@b.example Thu Nov 26 10:30:00 2026\nFrom: c@b.example\nDate: Thu, 26 Nov 2026 10:30:00 +0100\nSubject: Two\nMIME-Version: 1.0\n\nText.\n\n", "a.mbox"));

    [Theory]
    [InlineData("/Author (Grace Chen) /CreationDate (D:20240301233000-05'00')", "Grace Chen", "2024-03-01")]
    [InlineData("/Author (Grace Chen) /ModDate (D:20250102)", "Grace Chen", "2025-01-02")]
    [InlineData("/Author (Microsoft Office User) /CreationDate (soon)", null, null)]
    [InlineData("/CreationDate (D:19000101000000Z)", null, null)]
    public void Pdf_says_it_in_its_properties(string properties, string? author, string? day)
    {
        var document = new PdfBuilder().Page(page => page.Text(72, 700, 12, "Text"));
        document.TrailerEntries = $"/Info {document.Add($"<< {properties} >>")} 0 R";
        AssertOrigin(author, day, Read.Pdf(document));
    }

    [Fact]
    public void Markdown_and_html_say_it_at_their_beginning()
    {
        AssertOrigin("A. Byron", "2024-05-06", Text("---\ntitle: Hands\nauthor: \"A. Byron\"\ndate: 2024-05-06\n---\n\nThe text.\n", "a.md"));
        AssertOrigin("B. Clark", "2023-02-01", Text(
            "<html><head><meta name=\"Author\" content=\"B. Clark\"><meta property=\"article:published_time\" content=\"2023-02-01T08:00:00Z\"></head><body><p>Text.</p></body></html>", "a.html"));
    }

    [Fact]
    public void Word_document_says_it_in_its_properties() => AssertOrigin("Grace Chen", "2024-03-01", Read.Bytes(
        new DocxBuilder
        {
            Finish = main => (main.OpenXmlPackage.PackageProperties.Creator, main.OpenXmlPackage.PackageProperties.Created) = ("Grace Chen", new DateTime(2024, 3, 1, 9, 0, 0, DateTimeKind.Utc)),
        }.Text("Text").Build(), "a.docx"));

    [Fact]
    public void Day_that_is_none_costs_no_word_of_a_document() => AssertOrigin("Grace Chen", null, Workbook("<dc:creator>Grace Chen</dc:creator><dcterms:created>soon</dcterms:created>"));

    [Fact]
    public void Workbook_says_it_in_its_properties() =>
        AssertOrigin("Grace Chen", "2024-03-01", Workbook("<dc:creator>Grace Chen</dc:creator><dcterms:created>2024-03-01T09:00:00Z</dcterms:created>"));

    [Fact]
    public void OpenDocument_says_it_in_its_properties_the_first_writer_before_the_last() => AssertOrigin("Grace Chen", "2024-03-01", Read.Bytes(
        new OdfPackage("text").File(
            "meta.xml",
            """
            <office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"
              xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:creator>Ben Okafor</dc:creator><dc:date>2025-01-01T08:00:00</dc:date>
              <meta:initial-creator>Grace Chen</meta:initial-creator><meta:creation-date>2024-03-01T09:00:00.000000000</meta:creation-date></office:meta></office:document-meta>
            """).Build("<text:p>Text</text:p>"), "a.odt"));

    [Fact]
    public void Text_says_nothing() => AssertOrigin(null, null, Text("The text.\n", "a.txt"));

    private static Core.Parsing.ParseResult Workbook(string properties)
    {
        using var file = new MemoryStream();
        file.Write(new Workbook().Sheet("Fees", Sheets.Workbook.Row(1, Sheets.Workbook.Text("A1", "Text"))).Build());
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var part = archive.CreateEntry("docProps/core.xml").Open();
            part.Write(Encoding.UTF8.GetBytes(
                $"<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\">{properties}</cp:coreProperties>"));
        }

        return Read.Bytes(file.ToArray(), "a.xlsx");
    }

    private static Core.Parsing.ParseResult Text(string text, string name) => Read.Bytes(Encoding.UTF8.GetBytes(text), name);

    private static void AssertOrigin(string? author, string? day, Core.Parsing.ParseResult read)
    {
        Assert.NotEmpty(read.Pages);
        Assert.Equal((author, day), (read.Info!.Author, read.Info.Dated?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)));
    }
}
