using System.IO.Compression;
using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests;

public class FormatTests
{
    [Theory]
    [InlineData("visio/document.xml", "another kind")]
    public void Office_files_of_kinds_not_read_yet_are_named(string part, string kind)
    {
        var outcome = Read.Bytes(Zip("[Content_Types].xml", part), "file.docx").Outcome;

        Assert.Equal((ParseStatus.Refused, ParseCodes.FormatNotSupported), (outcome.Status, outcome.Code));
        Assert.Contains(kind, outcome.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u001F\u008B\b\0", "gzip")]
    [InlineData("Rar!\u001A\a\u0001\0", "RAR")]
    [InlineData("MZ\u0090\0\u0003\0\0\0", "a program")]
    public void Other_known_formats_are_named(string start, string kind)
    {
        var outcome = Read.Bytes(Encoding.Latin1.GetBytes(start + new string(' ', 50)), "file.txt").Outcome;

        Assert.Equal(ParseCodes.FormatNotSupported, outcome.Code);
        Assert.Contains(kind, outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Few_bytes_of_a_program_are_no_text() =>
        Assert.Equal(ParseStatus.Refused, Read.Bytes("MZ\0\0\u0001"u8.ToArray(), "a.exe").Outcome.Status);

    [Theory]
    [InlineData("\u0089PNG\r\n\u001A\n")]
    [InlineData("\u00FF\u00D8\u00FF\u00E0")]
    [InlineData("II*\0")]
    [InlineData("BM\u0001\0\0\0")]
    public void Picture_needs_recognition_whatever_it_is_called(string start)
    {
        var outcome = Read.Bytes(Encoding.Latin1.GetBytes(start + new string(' ', 50)), "file.txt").Outcome;
        Assert.Equal((ParseStatus.Refused, ParseCodes.NoTextLayer), (outcome.Status, outcome.Code));
    }

    [Fact]
    public void The_content_decides_and_not_the_name()
    {
        var pdf = new PdfBuilder().Page(page => page.Text(72, 700, 12, "A PDF")).Build();

        Assert.Equal(DocumentKind.Pdf, Read.Bytes(pdf, "letter.docx").Info!.Kind);
        Assert.Equal(DocumentKind.Word, Read.Bytes(new DocxBuilder().Text("Word").Build(), "letter.pdf").Info!.Kind);
        Assert.Equal(DocumentKind.RichText, Read.Bytes("{\\rtf1 Rich text}"u8.ToArray(), "letter.doc").Info!.Kind);
        Assert.Equal(DocumentKind.Text, Read.Bytes("Only text, whatever its name says."u8.ToArray(), "letter.pdf").Info!.Kind);
    }

    private static byte[] Zip(params string[] entries)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in entries)
            {
                using var writer = new StreamWriter(archive.CreateEntry(entry).Open());
                writer.Write("<x/>");
            }
        }

        return file.ToArray();
    }
}
