using System.IO.Compression;
using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Archives;

public sealed class ArchiveTests
{
    [Fact]
    public void Archive_is_read_as_the_list_of_its_files_and_hands_them_out()
    {
        var read = Read.Bytes(Zip(("Matter/lease.txt", "The rent"), ("Matter/", ""), ("__MACOSX/._lease.txt", "x"), ("Matter/.DS_Store", "x"), ("note.txt", "Paid")), "matter.zip");
        Assert.Equal((DocumentKind.Archive, ParseStatus.Completed), (read.Info!.Kind, read.Outcome.Status));
        Assert.Equal(["File", "Matter/lease.txt", "note.txt"], read.Of(BlockKind.TableRow).Select(row => row.Split('\t')[0]));
        Assert.Equal([new ParsedMember("Matter/lease.txt", 8), new ParsedMember("note.txt", 4)], read.Members);
    }

    [Theory]
    [InlineData("../../etc/passwd", "etc/passwd")]
    [InlineData("C:\\Windows\\system.ini", "Windows/system.ini")]
    [InlineData("/abs\u0007olute/./a.txt", "absolute/a.txt")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("..", "unnamed 1")]
    public void Name_is_text_that_leads_nowhere_and_shows_as_it_is(string name, string shown) =>
        Assert.Equal(shown, Assert.Single(Read.Bytes(Zip((name, "x")), "a.zip").Members).Path);

    [Fact]
    public void Name_in_the_old_code_page_is_read()
    {
        // A program of old writes "ü" as 0x81 and does not say so.
        var archive = Zip(("Mu?ller.txt", "x"));
        Assert.Equal("Mu\u00FCller.txt", Assert.Single(Read.Bytes(Patched(archive, "Mu?ller"u8, [.. "Mu"u8, 0x81, .. "ller"u8]), "a.zip").Members).Path);
    }

    [Fact]
    public void Bomb_is_named_and_the_other_files_are_taken_out()
    {
        var read = Read.Bytes(Zip(("a.txt", "Alpha"), ("bomb.txt", new string('0', 20_000_000)), ("z.txt", "Omega")), "a.zip");
        Assert.Equal(["a.txt", "z.txt"], read.Members.Select(member => member.Path));
        Assert.Equal((ParseStatus.Partial, ParseCodes.PagesSkipped), (read.Outcome.Status, read.Outcome.Code));
        Assert.Contains("“bomb.txt” unpacks to more than 250 times its packed size (Parsing:Limits:MaxCompressionRatio)", read.Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_end_the_taking_out_with_a_reason_that_names_them_and_what_came_before_stands()
    {
        var archive = Zip(("a.txt", "Alpha"), ("b.txt", "Beta"), ("c.txt", "Gamma"));
        AssertLimited(new ParseLimits { MaxMembers = 2 }, ["a.txt", "b.txt"], "more than 2 files (Parsing:Limits:MaxMembers, Ingestion:MaxMembersInAll)");
        AssertLimited(new ParseLimits { MaxMembersBytes = 8 }, ["a.txt"], "Parsing:Limits:MaxMembersBytes");
        AssertLimited(new ParseLimits { MaxMemberBytes = 4 }, ["b.txt"], "“a.txt” is larger than 0 MB (Parsing:Limits:MaxMemberBytes, Files:MaxBytes)");

        void AssertLimited(ParseLimits limits, string[] taken, string reason)
        {
            var read = Read.Bytes(archive, "a.zip", limits);
            Assert.Equal(taken, read.Members.Select(member => member.Path));
            Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
            Assert.Contains(reason, read.Reasons(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Encrypted_file_is_listed_and_named_as_such()
    {
        var read = Read.Bytes(Locked(Zip(("secret.txt", "Alpha"))), "a.zip");
        Assert.Contains("secret.txt (encrypted)", read.Text(), StringComparison.Ordinal);
        Assert.Empty(read.Members);
        Assert.Equal("1 file(s) in the archive are encrypted with a password and were not taken out; unpack them and upload them on their own.", read.Reasons());
    }

    [Fact]
    public void Damaged_file_is_named_and_counts_for_nothing()
    {
        var archive = Zip(("a.txt", "Alpha"), ("broken.txt", string.Concat(Enumerable.Range(0, 5_000))));
        // Into the packed content of the second file.
        archive.AsSpan(200, 400).Fill(0xFF);
        var read = Read.Bytes(archive, "a.zip");
        Assert.Equal(["a.txt"], read.Members.Select(member => member.Path));
        Assert.Contains("“broken.txt” is damaged", read.Reasons(), StringComparison.Ordinal);
    }

    [Fact]
    public void Archive_without_a_file_is_refused() => Assert.Equal(
        (ParseStatus.Refused, "The archive holds no file."), (Read.Bytes(Zip(("folder/", "")), "a.zip").Outcome.Status, Read.Bytes(Zip(("folder/", "")), "a.zip").Outcome.Sentence));

    [Fact]
    public void File_embedded_in_a_PDF_is_handed_out()
    {
        var pdf = new PdfBuilder().Page(page => page.Text(72, 700, 12, "See the annex"));
        var content = pdf.AddStream("/Type /EmbeddedFile", "a;b"u8.ToArray());
        var file = pdf.Add($"<< /Type /Filespec /F (annex.csv) /EF << /F {content} 0 R >> >>");
        pdf.CatalogEntries = $"/Names << /EmbeddedFiles << /Names [(annex) {file} 0 R] >> >>";
        Assert.Equal([new ParsedMember("annex.csv", 3)], Read.Pdf(pdf).Members);
    }

    internal static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, text) in files)
            {
                using var content = archive.CreateEntry(name).Open();
                content.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return file.ToArray();
    }

    private static byte[] Patched(byte[] archive, ReadOnlySpan<byte> from, byte[] to)
    {
        for (var at = archive.AsSpan().IndexOf(from); at >= 0; at = archive.AsSpan().IndexOf(from))
        {
            to.CopyTo(archive, at);
        }

        return archive;
    }

    // Sets the flag of encryption in the headers of all files (APPNOTE 4.4.4).
    private static byte[] Locked(byte[] archive)
    {
        for (var i = 0; i < archive.Length - 8; i++)
        {
            if (archive.AsSpan(i, 4).SequenceEqual("PK\u0003\u0004"u8))
            {
                archive[i + 6] |= 1;
            }
            else if (archive.AsSpan(i, 4).SequenceEqual("PK\u0001\u0002"u8))
            {
                archive[i + 8] |= 1;
            }
        }

        return archive;
    }
}
