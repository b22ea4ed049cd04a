using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Outlook;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Outlook;

public sealed class OutlookTests
{
    private const int Body = 0x1000;
    private const int Html = 0x1013;
    private const int PackedRtf = 0x1009;
    private const int Binary = 0x0102;

    // [MS-OXRTFCP] 4.1: "{\rtf1\ansi\ansicpg1252\pard hello world}".
    private const string Hello = "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0";

    // [MS-OXRTFCP] 4.2: a run that goes on into what it writes itself.
    private const string Crossed = "1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0";

    private static OutlookMessage Message() => new OutlookMessage().Text(0x0037, "The lease").Text(0x001A, "IPM.Note").Text(0x0042, "Amélie Roux").Text(0x5D02, "amelie@firm.example")
        .Number(0x0039, 0x0040, new DateTimeOffset(2026, 11, 26, 8, 30, 0, TimeSpan.Zero).ToFileTime());

    private static ParseResult ReadMessage(OutlookMessage message) => Read.Bytes(message.Build(), "lease.msg");

    private static byte[] Bytes(string hexadecimal) => Convert.FromHexString(hexadecimal);

    [Fact]
    public void Message_is_laid_out_as_other_mail_with_its_attachments_named()
    {
        var read = ReadMessage(Message().Recipient(1, "Marsh, John", "john@client.example").Recipient(1, "clerk@firm.example", "clerk@firm.example").Recipient(2, "In house", "/o=Exchange/cn=x").Recipient(3, "'Archive'", "archive@firm.example")
            .Text(Body, "The rent is £4,250 from March.\r\n\r\n" + new string('x', 5_000)).Bytes(Html, Binary, "<p>Something else</p>"u8.ToArray())
            .Attachment(one => one.Number(0x3705, 3, 1).Text(0x3707, "lease.pdf").Bytes(0x3701, Binary, "%PDF-"u8.ToArray()))
            .Attachment(one => one.Text(0x3704, "LOGO.PNG").Text(0x3712, "logo@x").Text(0x370E, "image/png"))
            .Attachment(one => one.Embedded(inner => inner.Number(0x0E06, 0x0040, new DateTimeOffset(2026, 11, 25, 17, 5, 0, TimeSpan.Zero).ToFileTime()).Text(0x0037, "Re: our meeting").Text(0x0C1A, "John").Text(0x0C1F, "john@client.example").Text(0x0E04, "Amélie; Clerk").Text(Body, "I agree."))));

        Assert.Equal((DocumentKind.OutlookMail, "The lease", ParseStatus.Completed), (read.Info!.Kind, read.Info.Title, read.Outcome.Status));
        Assert.Equal(
            [
                "Heading1: The lease", "Paragraph: From: \"Amélie Roux\" <amelie@firm.example>", "Paragraph: To: \"Marsh, John\" <john@client.example>, clerk@firm.example", "Paragraph: Cc: In house",
                "Paragraph: Bcc: \"Archive\" <archive@firm.example>", "Paragraph: Date: 2026-11-26 08:30 +00:00", "Paragraph: The rent is £4,250 from March.", "Paragraph: " + new string('x', 5_000),
                "Paragraph: Attachment: lease.pdf", "Heading2: Re: our meeting", "Paragraph: From: \"John\" <john@client.example>", "Paragraph: To: Amélie; Clerk", "Paragraph: Date: 2026-11-25 17:05 +00:00", "Paragraph: I agree.",
            ],
            read.Blocks());
        Assert.Equal(
            [
                "1 picture(s) within the message: text inside them is not read.",
                "1 part(s) repeat the message in another form, such as HTML; they were not read.",
            ],
            read.Skipped.Select(skipped => skipped.Reason));
        Assert.Equal([new ParsedMember("lease.pdf", 5)], read.Members);
    }

    [Fact]
    public void Body_is_read_as_HTML_and_else_as_Rich_Text()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var html = Encoding.GetEncoding(1251).GetBytes("<html><body><h1>Договор</h1><p>Аренда</p></body></html>");

        Assert.Equal(["Договор", "Аренда"], ReadMessage(Message().Number(0x3FDE, 3, 1251).Bytes(Html, Binary, html)).Blocks()[^2..].Select(block => block[(block.IndexOf(' ', StringComparison.Ordinal) + 1)..]));
        Assert.Equal("Paragraph: hello world", ReadMessage(Message().Bytes(PackedRtf, Binary, Bytes(Hello))).Blocks()[^1]);
        Assert.Equal("Paragraph: WXYZWXYZWXYZWXYZWXYZ", ReadMessage(Message().Bytes(PackedRtf, Binary, Bytes(Crossed))).Blocks()[^1]);
    }

    [Fact]
    public void Rich_Text_is_unpacked_byte_by_byte() =>
        Assert.Equal("{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n", Encoding.ASCII.GetString(CompressedRtf.Unpack(Bytes(Hello), 1_000)));

    [Fact]
    public void Text_of_an_older_message_is_in_its_code_page()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        var read = ReadMessage(new OutlookMessage().Number(0x3FFD, 3, 950).Bytes(0x0037, 0x001E, Encoding.GetEncoding(950).GetBytes("格式測試")).Bytes(Body, 0x001E, Encoding.GetEncoding(950).GetBytes("中文測試")));

        Assert.Equal(["Heading1: 格式測試", "Paragraph: 中文測試"], read.Blocks());
    }

    [Fact]
    public void Signed_message_is_read_and_a_sealed_one_is_said_to_be_missing()
    {
        const string Signed = "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSigned text.\r\n--b\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAG\r\n--b--\r\n";
        OutlookMessage Smime(string type, string content) => new OutlookMessage().Text(0x0037, "S").Text(0x001A, "IPM.Note.SMIME").Attachment(one => one.Text(0x370E, type).Bytes(0x3701, Binary, Encoding.ASCII.GetBytes(content)));

        Assert.Contains("Paragraph: Signed text.", ReadMessage(Smime("multipart/signed", Signed)).Blocks());
        var read = ReadMessage(Smime("application/pkcs7-mime", "MIAG"));
        Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
        Assert.Contains("sealed", read.Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public void Item_that_is_no_message_is_read_in_part_and_says_so()
    {
        var read = ReadMessage(new OutlookMessage().Text(0x0037, "Hearing").Text(0x001A, "IPM.Appointment").Text(Body, "Room 4"));

        Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
        Assert.Contains("An item is an appointment", read.Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_nested_without_end_are_read_to_a_depth_and_named()
    {
        void Nest(OutlookMessage message, int level)
        {
            message.Text(0x0037, $"level {level}").Text(Body, "Text.");
            if (level < 20)
            {
                message.Attachment(one => one.Embedded(inner => Nest(inner, level + 1)));
            }
        }

        var outer = new OutlookMessage();
        Nest(outer, 1);
        var read = ReadMessage(outer);

        Assert.Equal(6, read.Of(BlockKind.Heading).Length);
        Assert.Contains("lie too deep", read.Reasons(), StringComparison.Ordinal);
    }
}
