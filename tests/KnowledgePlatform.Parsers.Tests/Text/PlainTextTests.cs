using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Text;

public class PlainTextTests
{
    private const string German = "Der Mieter trägt die Kosten für Müllabfuhr und Straßenreinigung; übrige Gebühren zahlt der Vermieter.";
    private const string Japanese = "賃借人は毎月一日までに賃料を支払うものとする。賃貸人は建物の修繕を行う義務を負い、その費用を負担する。";
    private const string Chinese = "承租人应当在每月一日之前支付租金。出租人负责房屋的维修,并承担由此产生的费用。本合同自签字之日起生效。";

    static PlainTextTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static ParseResult ReadText(byte[] bytes, string name = "note.txt") => Read.Bytes(bytes, name);

    private static byte[] Marked(Encoding encoding, string text) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

    [Fact]
    public void Utf_8_is_read_with_and_without_a_mark()
    {
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(German), Marked(Encoding.UTF8, German) })
        {
            var read = ReadText(bytes);

            Assert.Equal(German, read.Text());
            Assert.Empty(read.Skipped);
        }
    }

    [Fact]
    public void Utf_16_and_utf_32_are_read_by_their_mark()
    {
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32 })
        {
            Assert.Equal(German, ReadText(Marked(encoding, German)).Text());
        }
    }

    [Fact]
    public void Utf_16_without_a_mark_is_found_by_its_zeros()
    {
        Assert.Equal(German, ReadText(Encoding.Unicode.GetBytes(German)).Text());
        Assert.Equal(German, ReadText(Encoding.BigEndianUnicode.GetBytes(German)).Text());
    }

    [Theory]
    [InlineData("windows-1252", German)]
    [InlineData("shift_jis", Japanese)]
    [InlineData("gb18030", Chinese)]
    [InlineData("euc-jp", Japanese)]
    public void Older_character_sets_are_guessed_and_that_is_said(string charset, string text)
    {
        var read = ReadText(Encoding.GetEncoding(charset).GetBytes(string.Concat(Enumerable.Repeat(text + "\n\n", 5))));

        Assert.StartsWith(text, read.Text(), StringComparison.Ordinal);
        Assert.Contains("guessed", read.Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused()
    {
        var bytes = new byte[4096];
        new Random(7).NextBytes(bytes);

        Assert.Equal((ParseStatus.Refused, ParseCodes.FormatUnknown), (ReadText(bytes).Outcome.Status, ReadText(bytes).Outcome.Code));
    }

    [Fact]
    public void A_program_named_like_a_text_is_refused()
    {
        Assert.Equal(ParseCodes.FormatNotSupported, ReadText([0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]).Outcome.Code);
    }

    [Fact]
    public void An_empty_file_and_one_of_white_space_are_told_apart()
    {
        Assert.Equal(ParseCodes.EmptyFile, ReadText([]).Outcome.Code);
        Assert.Equal(ParseCodes.NoText, ReadText("  \n \t\n"u8.ToArray()).Outcome.Code);
    }

    [Fact]
    public void Lines_that_a_program_wrapped_are_joined_and_paragraphs_parted()
    {
        var read = ReadText("""
            The tenant pays the rent on the first day of each
            month in advance and by bank transfer only to the
            account named below.

            The landlord keeps the roof, the walls and the
            drains in good repair at his own expense.
            """u8.ToArray());

        Assert.Equal([
            "Paragraph: The tenant pays the rent on the first day of each month in advance and by bank transfer only to the account named below.",
            "Paragraph: The landlord keeps the roof, the walls and the drains in good repair at his own expense."], read.Blocks());
    }

    [Fact]
    public void Short_lines_stay_apart_and_items_are_items()
    {
        var read = ReadText("Attending:\nMs Byron\nMr Babbage\n- minutes of May\n- new lease\n"u8.ToArray());

        Assert.Equal(["Paragraph: Attending:", "Paragraph: Ms Byron", "Paragraph: Mr Babbage", "ListItem: - minutes of May", "ListItem: - new lease"], read.Blocks());
    }

    [Fact]
    public void Characters_that_turn_text_around_and_control_characters_are_left_out()
    {
        var read = ReadText(Encoding.UTF8.GetBytes("pay \u202Eevif\u202C hundred\u0007 euros\u00A0only"));

        Assert.Equal("pay evif hundred euros only", read.Text());
    }

    [Fact]
    public void A_text_that_mentions_a_tag_is_not_a_web_page()
    {
        Assert.Equal(DocumentKind.Text, ReadText("Use <b> for bold text, said the manual."u8.ToArray()).Info!.Kind);
    }

    [Fact]
    public void One_endless_line_is_cut_at_white_space()
    {
        var text = string.Concat(Enumerable.Repeat("word ", 2_000));

        var read = Read.Bytes(Encoding.ASCII.GetBytes(text), "long.txt", new ParseLimits { MaxPartLength = 1_000 });

        Assert.All(read.Pages, page => Assert.True(page.Text.Length <= 1_000 && page.Text.Split(' ').All(word => word == "word")));
        Assert.Equal(2_000, read.Pages.Sum(page => page.Text.Split(' ').Length));
    }
}
