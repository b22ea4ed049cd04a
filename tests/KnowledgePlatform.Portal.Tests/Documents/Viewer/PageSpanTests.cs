using KnowledgePlatform.Portal.Documents.Viewer;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents.Viewer;

public sealed class PageSpanTests
{
    [Fact]
    public void Spans_survive_the_address()
    {
        PageSpan[] spans = [new(1, 20, 35), new(2, 0, 12)];
        Assert.Equal("1.20.35,2.0.12", PageSpan.Write(spans));
        Assert.Equal(spans, PageSpan.Parse("1.20.35,2.0.12"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1.2")]
    [InlineData("a.b.c")]
    [InlineData("-1.2.3")]
    [InlineData("1.99999999999.3")]
    public void What_is_no_span_is_left_out(string? text) => Assert.Empty(PageSpan.Parse(text));

    [Fact]
    public void Marked_text_is_cut_where_highlights_begin_and_end_and_nothing_is_lost()
    {
        var runs = MarkedText.Cut("The rent is due.", 4, 12, [new PageSpan(1, 0, 8), new PageSpan(1, 12, 3)]);
        Assert.Equal([("rent", true), (" is ", false), ("due", true), (".", false)], runs.Select(run => (run.Text, run.IsMarked)));
    }

    [Fact]
    public void Span_beyond_the_text_does_no_harm() =>
        Assert.Equal([("due", true)], MarkedText.Cut("due", 0, 3, [new PageSpan(1, 0, int.MaxValue), new PageSpan(1, 900, 3)]).Select(run => (run.Text, run.IsMarked)));
}
