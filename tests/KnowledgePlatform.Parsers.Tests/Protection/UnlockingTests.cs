using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Protection;

public sealed class UnlockingTests
{
    [Fact]
    public void PDF_is_unlocked_by_its_password_and_reads_as_if_it_had_none()
    {
        var locked = LockedPdf("pass word");
        Assert.Equal(ParseCodes.PasswordRequired, Read.Bytes(locked, "lease.pdf").Outcome.Code);
        var (outcome, unlocked) = Read.Unlock(locked, "lease.pdf", "pass word");
        Assert.Equal(ParseStatus.Completed, outcome.Status);
        Assert.Equal("The rent is due", Read.Bytes(unlocked!, "lease.pdf").Text());
    }

    [Fact]
    public void Word_document_is_unlocked_by_its_password_and_is_the_package_it_was()
    {
        var package = new DocxBuilder().Text("The rent is due").Build();
        var locked = AgileEncryption.Lock(package, "Grüße");
        Assert.Equal(ParseCodes.PasswordRequired, Read.Bytes(locked, "lease.docx").Outcome.Code);
        var (outcome, unlocked) = Read.Unlock(locked, "lease.docx", "Grüße");
        Assert.Equal(ParseStatus.Completed, outcome.Status);
        Assert.Equal(package, unlocked);
    }

    [Fact]
    public void Wrong_password_is_said_to_be_wrong_and_nothing_comes_out()
    {
        foreach (var (locked, name) in new[] { (LockedPdf("right"), "a.pdf"), (AgileEncryption.Lock(new DocxBuilder().Text("x").Build(), "right"), "a.docx") })
        {
            var (outcome, unlocked) = Read.Unlock(locked, name, "wrong");
            Assert.Equal((ParseStatus.Refused, ParseCodes.PasswordWrong), (outcome.Status, outcome.Code));
            Assert.DoesNotContain("wrong", outcome.Sentence, StringComparison.Ordinal);
            Assert.Null(unlocked);
        }
    }

    [Fact]
    public void File_without_protection_needs_no_copy()
    {
        foreach (var (file, name) in new[] { (new PdfBuilder().Page(page => page.Text(72, 700, 12, "Open")).Build(), "a.pdf"), (Encoding.UTF8.GetBytes("Open"), "a.txt") })
        {
            var (outcome, unlocked) = Read.Unlock(file, name, "any");
            Assert.Equal(ParseStatus.Completed, outcome.Status);
            Assert.Null(unlocked);
        }
    }

    [Fact]
    public void Request_says_nothing_of_its_password_when_it_is_written_down() =>
        Assert.DoesNotContain("secret", (new ParseRequest(1, "/a", "a.pdf", new ParseLimits(), false) { Password = "secret" }).ToString(), StringComparison.Ordinal);

    private static byte[] LockedPdf(string password) =>
        new PdfBuilder { Encryption = new PdfEncryption(password) }.Page(page => page.Text(72, 700, 12, "The rent is due")).Build();
}
