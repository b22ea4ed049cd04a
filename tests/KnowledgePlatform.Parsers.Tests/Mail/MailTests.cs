using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Mail;

public sealed class MailTests
{
    private const string Head = """
        From: =?utf-8?q?Am=C3=A9lie_Roux?= <amelie@firm.example>
        To: "Marsh, John" <john@client.example>, clerk@firm.example
        Date: Thu, 26 Nov 2026 09:30:00 +0100
        Subject: The lease
        MIME-Version: 1.0

        """;

    private const string Mixed = """
        Content-Type: multipart/mixed; boundary=b

        --b
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=utf-8
        Content-Transfer-Encoding: quoted-printable

        The rent is =C2=A34,250 from M=
        arch.
        --a
        Content-Type: text/html; charset=utf-8

        <p>The rent is <b>something else</b>.</p>
        --a--
        --b
        Content-Type: application/pdf; name="lease.pdf"
        Content-Disposition: attachment; filename="lease.pdf"
        Content-Transfer-Encoding: base64

        JVBERi0=
        --b
        Content-Type: message/rfc822

        From: john@client.example
        Subject: Re: our meeting

        I agree.
        --b--
        """;

    [Fact]
    public void Message_is_read_with_its_fields_its_text_and_the_messages_attached()
    {
        var result = Read.Bytes(Message(Head.TrimEnd() + "\n" + Mixed), "lease.eml");
        Assert.Equal((DocumentKind.Mail, "The lease", ParseStatus.Completed), (result.Info!.Kind, result.Info.Title, result.Outcome.Status));
        Assert.Equal(
            """
            The lease
            From: "Amélie Roux" <amelie@firm.example>
            To: "Marsh, John" <john@client.example>, clerk@firm.example
            Date: 2026-11-26 09:30 +01:00
            The rent is £4,250 from March.
            Attachment: lease.pdf
            Re: our meeting
            From: john@client.example
            I agree.
            """.ReplaceLineEndings("\n"),
            Assert.Single(result.Pages).Text);
        Assert.Equal([1, 2], result.Pages[0].Blocks.Where(block => block.Kind == BlockKind.Heading).Select(block => block.Level));
        Assert.Equal(
            ["1 part(s) repeat the message in another form, such as HTML; they were not read."],
            result.Skipped.Select(skipped => skipped.Reason));
        Assert.Equal([new ParsedMember("lease.pdf", 5)], result.Members);
    }

    [Fact]
    public void Signature_of_a_message_is_named_and_is_no_file_to_read()
    {
        var result = Read.Bytes(Message(Head.TrimEnd() + "\n" + Mixed.Replace("application/pdf", "application/pkcs7-signature", StringComparison.Ordinal)), "lease.eml");
        Assert.Contains("Attachment: lease.pdf", result.Text(), StringComparison.Ordinal);
        Assert.Empty(result.Members);
    }

    [Fact]
    public void Message_sealed_with_a_signature_is_read_in_part_and_says_so()
    {
        var result = Read.Bytes(Message(Head.TrimEnd() + "\nContent-Type: application/pkcs7-mime; smime-type=signed-data\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHAqCA"), "sealed.eml");
        Assert.Equal(ParseStatus.Partial, result.Outcome.Status);
        Assert.Contains("sealed with a signature", Assert.Single(result.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_of_html_alone_is_read_as_a_page_is_and_runs_nothing()
    {
        var result = Read.Bytes(Message(Head.TrimEnd() + "\nContent-Type: text/html\n\n<h1>Fee</h1><script>x()</script><p>Due &amp; payable.</p>"), "fee.eml");
        Assert.EndsWith("Fee\nDue & payable.", Assert.Single(result.Pages).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_is_known_by_its_content_and_a_memorandum_is_none()
    {
        Assert.Equal(DocumentKind.Mail, Read.Bytes(Message(Head + "\nHello"), "saved.txt").Info!.Kind);
        Assert.Equal(DocumentKind.Text, Read.Bytes("From: the partners\nTo: all staff\nSubject: Leave\n\nLeave is 25 days."u8.ToArray(), "memo.txt").Info!.Kind);
    }

    [Fact]
    public void Mailbox_is_read_message_by_message()
    {
        var one = "From amelie@firm.example Thu Nov 26 09:30:00 2026\n" + Head + "\nThe first.\n>From here on it is quoted.\n\n";
        var result = Read.Bytes(Message(one + one.Replace("The lease", "Second thoughts", StringComparison.Ordinal).Replace("The first.", "The second.", StringComparison.Ordinal)), "all.txt");
        Assert.Equal((DocumentKind.Mail, null, ParseStatus.Completed), (result.Info!.Kind, result.Info.Title, result.Outcome.Status));
        Assert.Equal(["The lease", "Second thoughts"], result.Pages.Select(page => page.Text.Split('\n')[0]));
        Assert.Contains("The second.", result.Pages[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_saved_as_utf_16_is_read() => Assert.Contains(
        "Grüße", Read.Bytes([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(Head + "\nGrüße")], "u.eml").Pages[0].Text, StringComparison.Ordinal);

    [Fact]
    public void Messages_nested_without_end_are_read_to_a_depth_and_named()
    {
        var message = new StringBuilder();
        for (var i = 0; i < 200; i++)
        {
            message.Append("Subject: level ").Append(i).Append("\nMIME-Version: 1.0\nContent-Type: message/rfc822\n\n");
        }

        var result = Read.Bytes(Message(message.Append("Subject: last\n\nText.").ToString()), "nested.eml");
        Assert.Contains("level 5", result.Pages[0].Text, StringComparison.Ordinal);
        Assert.Contains("lie too deep", Assert.Single(result.Skipped).Reason, StringComparison.Ordinal);
        Assert.Equal(ParseStatus.Partial, result.Outcome.Status);
    }

    private static byte[] Message(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));
}
