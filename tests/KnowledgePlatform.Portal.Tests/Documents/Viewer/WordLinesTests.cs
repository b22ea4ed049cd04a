using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Documents.Viewer;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents.Viewer;

public sealed class WordLinesTests
{
    [Fact]
    public void Words_beside_each_other_are_one_line_and_the_next_line_is_another()
    {
        var page = PageOf(("The", 10, 10), ("rent", 40, 10), ("is", 10, 30), ("due", 30, 30));
        Assert.Equal(["The rent", "is due"], LinesOf(page));
    }

    [Fact]
    public void Words_across_a_gutter_are_two_lines()
    {
        var page = PageOf(("left", 10, 10), ("right", 300, 10));
        Assert.Equal(["left", "right"], LinesOf(page));
    }

    [Fact]
    public void Words_written_from_right_to_left_are_one_line_in_reading_order()
    {
        var page = PageOf(("شروط", 200, 10), ("الإيجار", 150, 10), ("هنا", 120, 10));
        Assert.Equal(["شروط الإيجار هنا"], LinesOf(page));
    }

    [Fact]
    public void Marks_cover_the_words_of_the_span_and_no_other()
    {
        var page = PageOf(("The", 10, 10), ("rent", 40, 10), ("is", 75, 10), ("due", 10, 30));
        // "rent is" begins at 4 and is 7 long.
        var mark = Assert.Single(WordLines.Marks(page, [new PageSpan(1, 4, 7)]));
        Assert.InRange(mark.Left, 37, 40);
        Assert.InRange(mark.Left + mark.Width, 90, 94);
        Assert.InRange(mark.Top + mark.Height, 20, 23);
    }

    [Fact]
    public void Two_stretches_of_a_line_are_two_marks()
    {
        var page = PageOf(("The", 10, 10), ("rent", 40, 10), ("is", 75, 10));
        Assert.Equal(2, WordLines.Marks(page, [new PageSpan(1, 0, 3), new PageSpan(1, 9, 2)]).Count);
    }

    [Fact]
    public void Span_of_another_page_marks_nothing() => Assert.Empty(WordLines.Marks(PageOf(("The", 10, 10)), [new PageSpan(2, 0, 3)]));

    private static List<string> LinesOf(StoredPage page) => [.. WordLines.Lines(page).Select(line => string.Join(' ', line.Words.Select(word => word.Text)))];

    // Words of 8 points a letter less a little, 10 high, joined by a space in the page's text.
    private static StoredPage PageOf(params (string Text, float Left, float Top)[] words)
    {
        var numbers = new List<float>();
        var start = 0;
        foreach (var (text, left, top) in words)
        {
            numbers.AddRange([start, text.Length, left, top, left + (text.Length * 7), top + 10]);
            start += text.Length + 1;
        }

        return new StoredPage(1, 600, 800, string.Join(' ', words.Select(word => word.Text)), [], [.. numbers]);
    }
}
