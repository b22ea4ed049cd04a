using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests;

public sealed class SkippedPartsTests
{
    [Fact]
    public async Task Of_very_many_skipped_parts_the_last_ones_are_counted_and_none_is_lost()
    {
        using var wire = new MemoryStream();
        var sink = new DocumentSink(wire, new ParseLimits(), recognizes: false);
        for (var page = 1; page <= 1_200; page++)
        {
            sink.Skip(page, "The page cannot be read.", unread: true);
        }

        sink.Finish(new ParseOutcome(ParseStatus.Partial, ParseCodes.PagesSkipped, "Some pages could not be read."));
        wire.Position = 0;
        var skipped = new List<Skipped>();
        while (await ParserWire.ReadAsync(wire, 1 << 20, TestContext.Current.CancellationToken) is { } frame)
        {
            if (System.Text.Json.JsonSerializer.Deserialize(frame, ParserJson.Default.ParserMessage) is SkippedMessage message)
            {
                skipped.Add(message.Skipped);
            }
        }

        Assert.Equal(1_001, skipped.Count);
        Assert.Equal(new Skipped(null, "200 more parts were not read."), skipped[^1]);
    }
}
