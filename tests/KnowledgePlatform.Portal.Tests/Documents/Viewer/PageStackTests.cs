using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Portal.Documents.Viewer;
using Xunit;

namespace KnowledgePlatform.Portal.Tests.Documents.Viewer;

public sealed class PageStackTests
{
    private static readonly PageStack Ten = new([.. Enumerable.Range(1, 10).Select(number => new PageSize(number, 500, 1000))], 10, 0.5);

    [Fact]
    public void Rooms_before_and_behind_a_page_and_the_page_itself_are_the_whole()
    {
        for (var page = 1; page <= 10; page++)
        {
            Assert.Equal(10 * (500 + PageStack.Gap), Ten.Before(page) + 500 + PageStack.Gap + Ten.After(page));
        }
    }

    [Theory]
    [InlineData(-50, 1)]
    [InlineData(0, 1)]
    [InlineData(515, 1)]
    [InlineData(516, 2)]
    [InlineData(1e9, 10)]
    public void Height_belongs_to_the_page_that_lies_there(double y, int page) => Assert.Equal(page, Ten.PageAt(y));

    [Theory]
    [InlineData(0, 1, 3)]
    [InlineData(2580, 5, 8)]
    [InlineData(1e6, 10, 10)]
    public void Pages_in_sight_and_half_a_screen_around_are_drawn(double top, int first, int last) => Assert.Equal((first, last), Ten.Around(top, 800));

    [Fact]
    public void Page_that_was_not_read_has_a_place_of_the_size_before_it()
    {
        var stack = new PageStack([new(1, 500, 1000), new(3, 300, 400)], 4, 1);
        Assert.Equal(4, stack.Count);
        Assert.Equal((1000f, 400f, 400f), (stack.SizeOf(2).Height, stack.SizeOf(3).Height, stack.SizeOf(4).Height));
    }

    [Fact]
    public void Never_more_than_twelve_pages_are_drawn_at_once()
    {
        var small = new PageStack([new(1, 10, 10)], 5000, 1);
        var (first, last) = small.Around(1000, 2000);
        Assert.Equal(12, last - first + 1);
    }
}
