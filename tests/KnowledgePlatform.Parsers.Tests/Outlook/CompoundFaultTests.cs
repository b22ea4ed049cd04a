using System.Buffers.Binary;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Outlook;

public sealed class CompoundFaultTests
{
    private static (CompoundBuilder Builder, byte[] File) Message()
    {
        var message = new OutlookMessage().Text(0x0037, "The lease").Text(0x1000, string.Concat(Enumerable.Repeat("The rent is due in advance. ", 500)))
            .Recipient(1, "John", "john@client.example").Attachment(one => one.Embedded(inner => inner.Text(0x0037, "Inner").Text(0x1000, "Inner text.")));
        var file = message.Build();
        return (message.File, file);
    }

    private static ParseOutcome End(byte[] file) => Read.Bytes(file, "lease.msg").Outcome;

    private static void Set(byte[] file, int at, uint number) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), number);

    [Theory]
    [InlineData("EncryptedPackage", ParseCodes.PasswordRequired, "password")]
    [InlineData("WordDocument", ParseCodes.NeedsConversion, "Word document of the old kind")]
    [InlineData("PowerPoint Document", ParseCodes.NeedsConversion, "presentation of the old kind")]
    [InlineData("VisioDocument", ParseCodes.FormatNotSupported, "Office file of an old kind")]
    public void Container_is_told_by_its_directory_and_not_by_words_in_it(string stream, string code, string words)
    {
        var file = new CompoundBuilder();
        file.Stream("Notes", System.Text.Encoding.Unicode.GetBytes("Workbook __properties_version1.0"));
        file.Stream("Workbook", [1], file.Storage("ObjectPool"));
        file.Stream(stream, [1, 2, 3]);
        var outcome = End(file.Build());

        Assert.Equal((ParseStatus.Refused, code), (outcome.Status, outcome.Code));
        Assert.Contains(words, outcome.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void File_that_is_cut_off_anywhere_ends_with_a_reason()
    {
        var (_, file) = Message();
        for (var length = 8; length < file.Length; length += 97)
        {
            var outcome = End(file[..length]);
            Assert.True(outcome.Status is ParseStatus.Refused or ParseStatus.Partial or ParseStatus.Completed, outcome.ToString());
            Assert.True(outcome.Status != ParseStatus.Completed || length > file.Length - 512, outcome.ToString());
        }
    }

    [Fact]
    public void Chain_that_never_ends_is_refused_as_damaged()
    {
        var (builder, file) = Message();
        for (var i = 0; i < 128; i++)
        {
            Set(file, builder.TableAt + (i * 4), (uint)(i % 2 == 0 ? i : i - 1));
        }

        Assert.Equal(ParseCodes.Damaged, End(file).Code);
    }

    [Fact]
    public void Directory_whose_entries_lead_in_a_circle_is_refused_as_damaged()
    {
        var (builder, file) = Message();
        Set(file, builder.DirectoryAt + (2 * 128) + 72, 1);

        Assert.Equal(ParseCodes.Damaged, End(file).Code);
    }

    [Fact]
    public void Message_that_is_attached_to_itself_ends_with_a_reason()
    {
        var (builder, file) = Message();
        var embedded = Enumerable.Range(0, 40).First(i => System.Text.Encoding.Unicode.GetString(file, builder.DirectoryAt + (i * 128), 40) == "__substg1.0_3701000D");
        Set(file, builder.DirectoryAt + (embedded * 128) + 76, BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(builder.DirectoryAt + 76)));
        var outcome = End(file);

        Assert.Equal((ParseStatus.Partial, ParseCodes.StoppedAtFault), (outcome.Status, outcome.Code));
    }

    [Theory]
    [InlineData(0xFFFFFFF0)]
    [InlineData(0x7FFFFFFF)]
    [InlineData(200_000u)]
    public void Stream_that_claims_to_be_longer_than_the_file_takes_no_room(uint size)
    {
        var (builder, file) = Message();
        var body = Enumerable.Range(0, 40).First(i => System.Text.Encoding.Unicode.GetString(file, builder.DirectoryAt + (i * 128), 40) == "__substg1.0_1000001F");
        Set(file, builder.DirectoryAt + (body * 128) + 120, size);
        End(file);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var outcome = End(file);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);

        Assert.Equal((ParseStatus.Partial, ParseCodes.StoppedAtFault), (outcome.Status, outcome.Code));
    }

    [Fact]
    public void Streams_that_share_their_sectors_end_the_reading()
    {
        var message = new OutlookMessage().Text(0x1000, new string('x', 500_000));
        for (var i = 0; i < 200; i++)
        {
            message.Recipient(1, "name", "john@client.example");
        }

        var file = message.Build();
        var at = message.File.DirectoryAt;
        foreach (var name in Enumerable.Range(0, 600).Select(i => at + (i * 128)).Where(entry => System.Text.Encoding.Unicode.GetString(file, entry, 40) == "__substg1.0_3001001F"))
        {
            file.AsSpan(at + 128 + 116, 8).CopyTo(file.AsSpan(name + 116));
        }

        Assert.Equal(ParseCodes.Damaged, End(file).Code);
    }

    [Fact]
    public void Bytes_changed_anywhere_end_with_a_reason()
    {
        var (_, file) = Message();
        var random = new Random(7);
        for (var round = 0; round < 400; round++)
        {
            var changed = file.ToArray();
            for (var i = 0; i < 6; i++)
            {
                changed[random.Next(8, changed.Length)] = (byte)random.Next(256);
            }

            Assert.True(End(changed).Status is ParseStatus.Completed or ParseStatus.Partial or ParseStatus.Refused);
        }
    }
}
