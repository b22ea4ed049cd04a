using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.OpenDocument;

public sealed class OdfFaultTests
{
    private static ParseResult ReadBytes(byte[] file, ParseLimits? limits = null) => Read.Bytes(file, "lease.odt", limits);

    private static (ParseStatus, string) End(ParseResult read) => (read.Outcome.Status, read.Outcome.Code);

    [Fact]
    public void Password_is_asked_for()
    {
        const string Manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>";

        Assert.Equal((ParseStatus.Refused, ParseCodes.UnsupportedProtection), End(ReadBytes(new OdfPackage("text").File("META-INF/manifest.xml", Manifest).File("content.xml", "\u0001\u0002").Build(""))));
    }

    [Fact]
    public void Text_part_that_breaks_off_is_read_as_far_as_it_goes()
    {
        var package = new OdfPackage("text");
        var content = package.Content("<text:p>What it says.</text:p><text:p>Half");
        var read = ReadBytes(package.File("content.xml", content[..content.IndexOf("</office:text>", StringComparison.Ordinal)]).Build(""));

        Assert.Equal("What it says.", read.Text());
        Assert.Equal((ParseStatus.Partial, ParseCodes.StoppedAtFault), End(read));
        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), End(ReadBytes(new OdfPackage("text").File("content.xml", "<office:").Build(""))));
    }

    [Fact]
    public void File_that_is_cut_off_is_refused_as_damaged()
    {
        var file = new OdfPackage("text").Build("<text:p>Text</text:p>");

        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), End(ReadBytes(file[..(file.Length / 2)])));
    }

    [Fact]
    public void Elements_nested_without_end_are_refused()
    {
        var deep = string.Concat(Enumerable.Repeat("<text:section>", 20_000)) + "<text:p>x</text:p>" + string.Concat(Enumerable.Repeat("</text:section>", 20_000));

        Assert.Equal((ParseStatus.Refused, ParseCodes.NestedTooDeeply), End(ReadBytes(new OdfPackage("text").Build(deep))));
    }

    [Fact]
    public void Entities_are_not_expanded_and_files_are_not_opened()
    {
        using var secret = new TemporaryFile("a secret of the server"u8.ToArray());
        var package = new OdfPackage("text");
        var content = package.Content("<text:p>&file;&lol;</text:p>");
        var at = content.IndexOf("<office:document-content", StringComparison.Ordinal);
        var read = ReadBytes(package.File("content.xml", content.Insert(at, $"<!DOCTYPE d [<!ENTITY lol \"lol\"><!ENTITY file SYSTEM \"file://{secret.Path}\">]>")).Build(""));

        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), End(read));
    }

    [Fact]
    public void Package_that_unpacks_to_more_than_is_accepted_is_refused() => Assert.Equal(
        (ParseStatus.Refused, ParseCodes.UnpacksTooLarge),
        End(ReadBytes(new OdfPackage("text").Build("<text:p>" + new string(' ', 8 << 20) + "</text:p>"), new ParseLimits { MaxUnpackedBytes = 4 << 20 })));

    [Fact]
    public void Rows_and_cells_that_claim_to_be_repeated_without_end_are_bounded()
    {
        const string Row = "<table:table table:name=\"T\"><table:table-row table:number-rows-repeated=\"2000000000\"><table:table-cell table:number-columns-repeated=\"2000000000\"><text:p>x</text:p></table:table-cell></table:table-row></table:table>";
        var limits = new ParseLimits { MaxTextLength = 100_000 };

        Assert.Equal((ParseStatus.Partial, ParseCodes.LimitReached), End(ReadBytes(new OdfPackage("text").Build(Row), limits)));
        Assert.Equal((ParseStatus.Partial, ParseCodes.LimitReached), End(ReadBytes(new OdfPackage("spreadsheet").Build(Row), limits)));
    }

    [Theory]
    [InlineData("graphics")]
    [InlineData("formula")]
    public void Other_kinds_are_named(string kind)
    {
        var read = ReadBytes(new OdfPackage(kind).Build(""));

        Assert.Equal((ParseStatus.Refused, ParseCodes.FormatNotSupported), End(read));
        Assert.Contains("OpenDocument file of another kind", read.Outcome.Sentence, StringComparison.Ordinal);
    }
}
