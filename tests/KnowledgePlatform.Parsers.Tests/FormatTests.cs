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

    [Fact]
    public void Archives_are_named() =>
        Assert.Contains("archive (ZIP)", Read.Bytes(Zip("a.txt"), "file.zip").Outcome.Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData("\u0089PNG\r\n\u001A\n", "PNG")]
    [InlineData("\u00FF\u00D8\u00FF\u00E0", "JPEG")]
    [InlineData("{\\rtf1 text}", "RTF")]
    [InlineData("\u001F\u008B\b\0", "gzip")]
    public void Other_known_formats_are_named(string start, string kind)
    {
        var outcome = Read.Bytes(Encoding.Latin1.GetBytes(start + new string(' ', 50)), "file.txt").Outcome;

        Assert.Equal(ParseCodes.FormatNotSupported, outcome.Code);
        Assert.Contains(kind, outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void The_content_decides_and_not_the_name()
    {
        var pdf = new PdfBuilder().Page(page => page.Text(72, 700, 12, "A PDF")).Build();

        Assert.Equal(DocumentKind.Pdf, Read.Bytes(pdf, "letter.docx").Info!.Kind);
        Assert.Equal(DocumentKind.Word, Read.Bytes(new DocxBuilder().Text("Word").Build(), "letter.pdf").Info!.Kind);
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
