using System.Buffers.Binary;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.Core.Recognition;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Microsoft.Extensions.Options;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests.Hostile;

/// <summary>Pictures made to do harm. The child reads their headers alone; what is recognised in them is recognised elsewhere, in a sandbox of its own.</summary>
public sealed class HostilePictureTests
{
    private static async Task<ParseResult> ReadAsync(byte[] picture)
    {
        using var file = new TemporaryFile(picture);
        var options = new ParsingOptions { ParserPath = ParserProgram.Used, TimeLimit = TimeSpan.FromSeconds(60) };
        // A program that says nothing stands for the recogniser: the child is what is tried.
        using var recognizer = new PageRecognizer(Options.Create(new RecognitionOptions { Program = "/bin/true" }), new LanguageDetector(Options.Create(new LanguageOptions())));
        return await new ParserClient(options, recognizer: recognizer).ParseAsync(file.Path, "picture", TestContext.Current.CancellationToken);
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    // The check sums of its parts are wrong, which no viewer minds.
    private static byte[] Png(int width, int height, params byte[] rest) =>
        [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Number(13), .. "IHDR"u8, .. Number(width), .. Number(height), 8, 0, 0, 0, 0, .. Number(0), .. rest];

    [Fact]
    public async Task Picture_of_35_000_by_35_000_pixels_is_refused_with_the_number_that_is_read()
    {
        var read = await ReadAsync(Png(35_000, 35_000, [.. Number(0), .. "IEND"u8, .. Number(0)]));

        Assert.Equal(ParseStatus.Refused, read.Outcome.Status);
        Assert.Contains("35,000 x 35,000 pixels; pictures of 100 million pixels at most", Assert.Single(read.Skipped).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Part_of_a_picture_that_claims_two_billion_bytes_is_damage_and_no_want_of_memory()
    {
        var read = await ReadAsync(Png(40, 40, [.. Number(0x7FFFFF00), .. "tEXt"u8, .. "a picture"u8]));

        Assert.Equal((ParseStatus.Refused, ParseCodes.Damaged), (read.Outcome.Status, read.Outcome.Code));
    }

    [Fact]
    public async Task Pages_of_a_picture_that_follow_each_other_in_a_circle_are_read_once()
    {
        // TIFF: a directory of a width and a height whose successor is itself.
        byte[] tiff = [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, 0, 1, 3, 0, 1, 0, 0, 0, 40, 0, 0, 0, 1, 1, 3, 0, 1, 0, 0, 0, 40, 0, 0, 0, 8, 0, 0, 0];

        var read = await ReadAsync(tiff);

        Assert.Equal(ParseStatus.Partial, read.Outcome.Status);
        Assert.InRange(read.Pages.Count, 1, 2);
    }
}
