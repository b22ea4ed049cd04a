using System.IO.Compression;
using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Word;

public class WordFaultTests
{
    private static byte[] Plain() => new DocxBuilder().Text("What it says.").Build();

    private static ParseResult ReadBytes(byte[] document, ParseLimits? limits = null) => Read.Bytes(document, "document.docx", limits);

    private static byte[] WithPart(string name, Action<Stream> write) => PackagePart.With(Plain(), name, write);

    private static byte[] WithBody(string xml) => WithPart("word/document.xml", stream => stream.Write(Encoding.UTF8.GetBytes(xml)));

    private const string Document = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";

    [Fact]
    public void A_document_cut_off_is_refused_as_damaged()
    {
        var document = Plain();

        Assert.Equal(ParseCodes.Damaged, ReadBytes(document[..(document.Length / 2)]).Outcome.Code);
    }

    [Fact]
    public void A_document_whose_text_breaks_off_is_read_as_far_as_it_goes()
    {
        var read = ReadBytes(WithBody(Document + "<w:p><w:r><w:t>What it says.</w:t></w:r></w:p><w:p><w:r><w:t>half"));

        Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
        Assert.StartsWith("What it says.", read.Text(), StringComparison.Ordinal);
        Assert.Contains("word/document.xml", Assert.Single(read.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_whose_text_breaks_off_before_its_first_word_is_refused_as_damaged()
    {
        var read = ReadBytes(WithBody(Document + "<w:p><w:r><w:t"));

        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), (read.Outcome.Status, read.Outcome.Code));
    }

    [Fact]
    public void An_archive_that_unpacks_to_more_than_is_accepted_is_refused()
    {
        var bomb = WithPart("word/media/zeros.bin", stream => stream.Write(new byte[8 << 20]));

        Assert.True(bomb.Length < 1 << 20);
        Assert.Equal(ParseCodes.UnpacksTooLarge, ReadBytes(bomb, new ParseLimits { MaxUnpackedBytes = 4 << 20 }).Outcome.Code);
    }

    [Fact]
    public void An_archive_that_lies_about_its_size_is_refused_too()
    {
        var bomb = WithPart("word/document.xml", stream =>
        {
            stream.Write(Encoding.UTF8.GetBytes(Document));
            stream.Write(Encoding.UTF8.GetBytes(new string(' ', 8 << 20)));
            stream.Write("</w:body></w:document>"u8);
        });
        SetDeclaredSize(bomb, "word/document.xml", 1000);

        var read = ReadBytes(bomb, new ParseLimits { MaxUnpackedBytes = 4 << 20 });

        Assert.True(read.Outcome.Code is ParseCodes.UnpacksTooLarge or ParseCodes.Damaged, read.Outcome.ToString());
    }

    [Fact]
    public void An_archive_with_too_many_entries_is_refused()
    {
        using var file = new MemoryStream();
        file.Write(Plain());
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            for (var i = 0; i < 50; i++)
            {
                archive.CreateEntry($"x{i}").Open().Dispose();
            }
        }

        Assert.Equal(ParseCodes.UnpacksTooLarge, ReadBytes(file.ToArray(), new ParseLimits { MaxZipEntries = 40 }).Outcome.Code);
    }

    [Fact]
    public void Entities_are_not_expanded()
    {
        var bomb = new StringBuilder("<!DOCTYPE d [<!ENTITY a0 \"lol\">");
        for (var i = 1; i < 20; i++)
        {
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"<!ENTITY a{i} \"{string.Concat(Enumerable.Repeat($"&a{i - 1};", 10))}\">");
        }

        var read = ReadBytes(WithBody(bomb.Append("]>").Append(Document).Append("<w:p><w:r><w:t>&a19;</w:t></w:r></w:p></w:body></w:document>").ToString()));

        Assert.DoesNotContain("lol", read.Text(), StringComparison.Ordinal);
        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), (read.Outcome.Status, read.Outcome.Code));
    }

    [Fact]
    public void Files_that_a_document_refers_to_are_not_opened()
    {
        using var secret = new TemporaryFile("a secret of the server"u8.ToArray());
        var read = ReadBytes(WithBody($"<!DOCTYPE d [<!ENTITY file SYSTEM \"file://{secret.Path}\">]>{Document}<w:p><w:r><w:t>&file;</w:t></w:r></w:p></w:body></w:document>"));

        Assert.DoesNotContain("secret", read.Text(), StringComparison.Ordinal);
        Assert.Equal(ParseStatus.Refused, read.Outcome.Status);
    }

    [Fact]
    public void Elements_nested_deeper_than_the_limit_are_refused()
    {
        const int Deep = 20_000;
        var xml = new StringBuilder(Document);
        xml.Insert(xml.Length, "<w:sdt><w:sdtContent>", Deep).Append("<w:p/>").Insert(xml.Length, "</w:sdtContent></w:sdt>", Deep).Append("</w:body></w:document>");

        Assert.Equal(ParseCodes.NestedTooDeeply, ReadBytes(WithBody(xml.ToString())).Outcome.Code);
    }

    [Fact]
    public void A_long_document_is_cut_into_parts_before_headings_and_loses_nothing()
    {
        var document = new DocxBuilder();
        for (var i = 0; i < 40; i++)
        {
            document.Text($"Clause {i}", "Heading1").Text(new string((char)('a' + (i % 26)), 300));
        }

        var read = ReadBytes(document.Build(), new ParseLimits { MaxPartLength = 2_000 });

        Assert.True(read.Pages.Count >= 7);
        Assert.All(read.Pages, page => Assert.True(page.Text.Length <= 2_000 && page.Blocks[0].Kind == BlockKind.Heading));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => $"Clause {i}"), read.Of(BlockKind.Heading));
    }

    [Fact]
    public void Text_beyond_the_limit_is_left_out_and_that_is_said()
    {
        var document = new DocxBuilder();
        for (var i = 0; i < 50; i++)
        {
            document.Text(new string('x', 100));
        }

        var read = ReadBytes(document.Build(), new ParseLimits { MaxTextLength = 2_000, MaxPartLength = 500 });

        Assert.Equal((ParseStatus.Partial, ParseCodes.LimitReached), (read.Outcome.Status, read.Outcome.Code));
        Assert.InRange(read.Text().Length, 1_000, 2_100);
    }

    // The uncompressed size stands in the central directory, 24 bytes after its signature; the name 46 bytes after it.
    private static void SetDeclaredSize(byte[] archive, string name, int size)
    {
        var at = archive.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(name));
        BitConverter.TryWriteBytes(archive.AsSpan(at - 46 + 24, 4), size);
    }
}
