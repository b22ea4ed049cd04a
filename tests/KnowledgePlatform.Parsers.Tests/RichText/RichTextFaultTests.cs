using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.RichText;

public sealed class RichTextFaultTests
{
    private static ParseResult ReadBytes(string rtf, ParseLimits? limits = null) => Read.Bytes(Encoding.Latin1.GetBytes(rtf), "document.rtf", limits);

    private static (ParseStatus, string) End(ParseResult read) => (read.Outcome.Status, read.Outcome.Code);

    [Fact]
    public void File_that_is_cut_off_is_read_as_far_as_it_goes()
    {
        var read = ReadBytes(@"{\rtf1\ansi\pard What it says.\par And{\footnote A note} then{\b");

        Assert.Equal((ParseStatus.Partial, ParseCodes.StoppedAtFault), End(read));
        Assert.Equal(["Paragraph: What it says.", "Paragraph: And then", "Footnote: A note"], read.Blocks());
        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), End(ReadBytes(@"{\rtf1\ansi{\fonttbl{\f0 Times")));
    }

    [Fact]
    public void Groups_nested_without_end_end_the_reading_and_what_was_read_before_them_stands()
    {
        var read = ReadBytes(@"{\rtf1 Text\par " + new string('{', 2_000_000));

        Assert.Equal((ParseStatus.Partial, ParseCodes.NestedTooDeeply), End(read));
        Assert.Equal("Text", read.Text());
        Assert.Equal((ParseStatus.Refused, ParseCodes.NestedTooDeeply), End(ReadBytes(@"{\rtf1 " + new string('{', 2_000_000))));
    }

    [Fact]
    public void Text_after_the_end_of_the_document_is_said_to_be_missing()
    {
        var read = ReadBytes(@"{\rtf1\pard One.\par}} and more of what the parties agreed");

        Assert.Equal("One.", read.Text());
        Assert.Equal((ParseStatus.Partial, ParseCodes.PagesSkipped), End(read));
        Assert.Equal(ParseStatus.Completed, ReadBytes(@"{\rtf1\pard One.\par} \line}{\*\htmltag of no interest to anybody who reads {this}}").Outcome.Status);
        Assert.Contains("goes on", ReadBytes(@"{\rtf1\pard One.\par} %$a").Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_character_and_a_star_within_a_group_hide_nothing() => Assert.Equal(
        "– first • 5 * 6", ReadBytes(@"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f3\fcharset128 OpenSymbol;}}\pard{\listtext\f3 \'96\tab}{first \i0\*\cs7 \'95 5 * 6}\par}").Text());

    [Theory]
    [InlineData(@"{\rtf1{\pict\bin2147483647 abc}\pard Lost.\par}")]
    [InlineData(@"{\rtf1{\pict\bin-5 abc}")]
    [InlineData(@"{\rtf1\u99999999999999999999 \'zz \'")]
    [InlineData(@"{\rtf1{\fonttbl{\f0\cpg-1 x;}{\f1\cpg99999999 y;}}\f1\'ff\ansicpg-7{\stylesheet{\s1\sbasedon1;}}\s1\pard")]
    [InlineData(@"{\rtf1\cell\row\cell\nestcell\cellx\clmrg\trowd\row\chftn{\footnote{\footnote{\header{\footnote")]
    [InlineData(@"{\rtf1{\upr{\upr{\*\ud{\*\ud")]
    public void Nonsense_ends_with_a_reason(string rtf) =>
        Assert.Contains(End(ReadBytes(rtf)), new[] { (ParseStatus.Refused, ParseCodes.Damaged), (ParseStatus.Partial, ParseCodes.StoppedAtFault) });

    [Fact]
    public void Paragraph_without_end_is_cut_and_text_beyond_the_limit_is_said_to_be_missing()
    {
        var words = string.Concat(Enumerable.Repeat("word ", 60_000));
        Assert.Equal(words.Trim().Length, string.Join(' ', ReadBytes(@"{\rtf1\pard " + words + "}").Of(BlockKind.Paragraph)).Length);

        var read = ReadBytes(@"{\rtf1\pard " + words + "}", new ParseLimits { MaxTextLength = 200_000 });
        Assert.Equal((ParseStatus.Partial, ParseCodes.LimitReached), End(read));
        Assert.InRange(read.Text().Length, 80_000, 200_000);
    }

    [Fact]
    public void Pictures_only_are_no_text() => Assert.Equal((ParseStatus.Refused, ParseCodes.NoText), End(ReadBytes(@"{\rtf1{\pict\pngblip 89504e47}}")));
}
