using KnowledgePlatform.Core.Answers;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Answers;

public sealed class CitedPlacesTests
{
    [Fact]
    public void Page_that_is_only_a_number_needs_no_other_name()
    {
        Assert.Null(CitedPlaces.Describe(Citation(4, [4, 0, 10]), null, null));
        Assert.Equal("page 4", Citation(4, [4, 0, 10]).PlaceOrPage);
    }

    [Fact]
    public void Page_is_cited_by_the_name_that_the_file_gives_it_and_by_its_stamp()
    {
        var page = Page(4, "iv", "ABC000123");

        Assert.Equal("page iv (4 of the file), ABC000123", CitedPlaces.Describe(Citation(4, [4, 0, 10]), page, page));
    }

    [Fact]
    public void Words_of_a_pleading_are_cited_by_the_numbers_of_their_lines()
    {
        var page = Page(12, null, null, lines: 25);

        // Words 0 to 9 stand in line 1, 10 to 19 in line 2 and so on.
        Assert.Equal("page 12, lines 3 to 5", CitedPlaces.Describe(Citation(12, [12, 20, 30]), page, page));
        Assert.Equal("page 12, line 25", CitedPlaces.Describe(Citation(12, [12, 245, 3]), page, page));
    }

    [Fact]
    public void Words_that_run_over_a_page_are_cited_from_line_to_line()
    {
        var place = CitedPlaces.Describe(Citation(12, [12, 230, 20, 13, 0, 15]), Page(12, null, "ABC000123", lines: 25), Page(13, null, "ABC000124", lines: 25));

        Assert.Equal("page 12, line 24 to page 13, line 2, ABC000123 to ABC000124", place);
    }

    private static AnswerCitation Citation(int page, int[] pieces) =>
        new(1, Guid.Empty, Guid.Empty, Guid.Empty, "Deposition", "", "Q. Who signed it?", page, pieces);

    // A word of ten characters a line, lines 20 points apart.
    private static CitedPlaces.NamedPage Page(int number, string? label, string? bates, int lines = 0) => new(
        Guid.Empty, number, label, bates,
        lines == 0 ? null : [.. Enumerable.Range(0, lines).SelectMany(i => new float[] { i + 1, i * 20, (i * 20) + 12 })],
        lines == 0 ? null : [.. Enumerable.Range(0, lines).SelectMany(i => new float[] { i * 10, 10, 72, i * 20, 200, (i * 20) + 12 })]);
}
