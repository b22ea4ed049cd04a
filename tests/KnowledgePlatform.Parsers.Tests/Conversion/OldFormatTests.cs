using KnowledgePlatform.Core.Conversion;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using KnowledgePlatform.Parsers.Tests.Outlook;
using KnowledgePlatform.Parsers.Tests.Slides;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Conversion;

/// <summary>Documents of Office before 2007, with the real LibreOffice where it is installed.</summary>
public sealed class OldFormatTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("WordDocument", "a Word document of the old kind (.doc)")]
    [InlineData("PowerPoint Document", "a presentation of the old kind (.ppt)")]
    public async Task Without_LibreOffice_the_reason_says_what_the_uploader_and_the_operator_can_do(string stream, string what)
    {
        var read = await ReadAsync(Compound(stream), "old.doc", new ConversionOptions());
        Assert.Equal((ParseStatus.Refused, ParseCodes.NeedsConversion), (read.Outcome.Status, read.Outcome.Code));
        Assert.Contains(what, read.Outcome.Sentence, StringComparison.Ordinal);
        Assert.Contains("ask the administrator to install LibreOffice", read.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Converter_that_fails_says_that_the_file_cannot_be_converted()
    {
        var read = await ReadAsync(Compound("WordDocument"), "old.doc", new ConversionOptions { Program = "/bin/false", LibreOffice = "/bin/true" });
        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), (read.Outcome.Status, read.Outcome.Code));
        Assert.StartsWith("LibreOffice could not convert the file", read.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Converter_that_takes_too_long_is_stopped_and_leaves_nothing_behind()
    {
        using var script = new TemporaryFile("#!/bin/sh\nexec sleep 600\n"u8.ToArray());
        File.SetUnixFileMode(script.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var read = await ReadAsync(Compound("WordDocument"), "old.doc", new ConversionOptions { Program = script.Path, LibreOffice = "/bin/true", Seconds = 5 });
        Assert.Equal(ParseStatus.TimedOut, read.Outcome.Status);
        Assert.Contains("longer than 5 seconds", read.Outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Converted_document_that_is_of_an_old_format_again_is_not_converted_for_ever()
    {
        using var old = new TemporaryFile(Compound("WordDocument"));
        using var script = new TemporaryFile(System.Text.Encoding.UTF8.GetBytes($"#!/bin/sh\nexec cat {old.Path}\n"));
        File.SetUnixFileMode(script.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var read = await ReadAsync(Compound("WordDocument"), "old.doc", new ConversionOptions { Program = script.Path, LibreOffice = "/bin/true" });
        Assert.Equal(ParseCodes.NeedsConversion, read.Outcome.Code);
    }

    [Fact]
    public async Task Word_document_of_the_old_kind_is_read_with_its_numbers_changes_and_comments()
    {
        const string List = "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>";
        var document = new DocxBuilder
        {
            Numbering = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"upperRoman\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>",
            Comments = $"<w:comment w:id=\"0\" w:author=\"Ann Lee\" w:date=\"2026-03-01T14:05:00\">{DocxBuilder.Paragraph("Is that so?")}</w:comment>",
        };
        document.Xml($"<w:p>{List}{DocxBuilder.Run("The rent is due.")}</w:p>")
            .Xml($"<w:p>{List}<w:commentRangeStart w:id=\"0\"/>{DocxBuilder.Run("The term is ")}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>"
                + "<w:del w:id=\"1\" w:author=\"Bo Ek\" w:date=\"2026-03-02T09:00:00Z\"><w:r><w:delText>two</w:delText></w:r></w:del>" + DocxBuilder.Run("five years.") + "</w:p>");
        var read = await ReadAsync(await ByLibreOfficeAsync(document.Build(), "doc"), "lease.doc", Real);

        Assert.Equal((DocumentKind.OldWord, ParseStatus.Completed), (read.Info!.Kind, read.Outcome.Status));
        Assert.Equal(["I. The rent is due.", "II. The term is five years."], read.Of(BlockKind.ListItem));
        Assert.StartsWith("Deleted by Bo Ek on 2026-03-02", Assert.Single(read.Of(BlockKind.TrackedChange)), StringComparison.Ordinal);
        Assert.Contains("by Ann Lee", Assert.Single(read.Of(BlockKind.Comment)), StringComparison.Ordinal);
        Assert.Contains("converted by LibreOffice", read.Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Presentation_of_the_old_kind_is_read_slide_by_slide()
    {
        var deck = new SlideDeck().Slide(SlideDeck.Shape(null, "The merger", "First point")).Slide(SlideDeck.Shape(null, "Questions"));
        var read = await ReadAsync(await ByLibreOfficeAsync(deck.Build(), "ppt"), "talk.ppt", Real);

        Assert.Equal((DocumentKind.OldSlides, ParseStatus.Completed), (read.Info!.Kind, read.Outcome.Status));
        Assert.Equal(["The merger\nFirst point", "Questions"], read.Pages.Select(page => page.Text));
    }

    private static ConversionOptions Real => new() { Program = Path.Combine(Repository.Root, "deploy", "lib", "convert-office") };

    private static byte[] Compound(string stream)
    {
        var file = new CompoundBuilder();
        file.Stream(stream, new byte[5_000]);
        return file.Build();
    }

    private static async Task<byte[]> ByLibreOfficeAsync(byte[] document, string format)
    {
        Assert.SkipUnless(Real.FindLibreOffice() is not null, "LibreOffice is not installed on this machine: documents of the old formats were not tried.");
        using var file = new TemporaryFile(document);
        using var converter = new OfficeConverter(Microsoft.Extensions.Options.Options.Create(Real));
        return await converter.ConvertAsync(file.Path, format, Token);
    }

    private static async Task<ParseResult> ReadAsync(byte[] document, string name, ConversionOptions options)
    {
        using var file = new TemporaryFile(document);
        using var converter = new OfficeConverter(Microsoft.Extensions.Options.Options.Create(options));
        return await new ParserClient(new ParsingOptions { ParserPath = ParserProgram.Used }, converter: converter).ParseAsync(file.Path, name, Token);
    }
}
