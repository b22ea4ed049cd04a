using KnowledgePlatform.ParserProtocol;
using Xunit;
using static KnowledgePlatform.Core.Tests.Chunking.Pages;

namespace KnowledgePlatform.Core.Tests.Chunking;

/// <summary>Headings, and sections too small to stand alone.</summary>
public sealed class SectionTests
{
    private const string Long = " It stands in a sentence that is long enough to be a passage of its own, and then some.";

    [Fact]
    public void Section_of_a_word_or_two_goes_to_the_next_one_with_both_headings_and_the_path_they_share()
    {
        var chunk = Assert.Single(Chunk([Page(
            1, Heading(1, "Lease"), Heading(2, "BRACKWATER ESTATES"), Paragraph("and"), Heading(2, "ODELL CERAMICS"), Paragraph("as tenant." + Long))]));
        Assert.Equal("BRACKWATER ESTATES\nand\nODELL CERAMICS\nas tenant." + Long, chunk.Text);
        Assert.Equal("Lease", chunk.HeadingPath);
    }

    [Fact]
    public void Letterhead_above_the_first_heading_goes_under_it()
    {
        var chunk = Assert.Single(Chunk([Page(1, Paragraph("Saint Alban's"), Heading(1, "Discharge summary"), Paragraph("Admitted today." + Long))]));
        Assert.Equal("Saint Alban's\nAdmitted today." + Long, chunk.Text);
        Assert.Equal("Discharge summary", chunk.HeadingPath);
    }

    [Fact]
    public void Later_passages_of_the_section_that_took_a_tiny_one_in_keep_their_own_path()
    {
        var text = string.Concat(Enumerable.Repeat("The tenant keeps the roof and the drains of the property in good repair. ", 20)).Trim();
        var chunks = Chunk([Page(1, Heading(1, "Fee"), Paragraph("None."), Heading(1, "Repair"), Paragraph(text))], target: 500);
        Assert.StartsWith("Fee\nNone.\nRepair\nThe tenant", chunks[0].Text, StringComparison.Ordinal);
        Assert.Equal("", chunks[0].HeadingPath);
        Assert.All(chunks.Skip(1), chunk => Assert.Equal("Repair", chunk.HeadingPath));
    }

    [Fact]
    public void Last_small_section_of_a_chapter_does_not_cross_into_the_next_chapter()
    {
        var chunks = Chunk([Page(
            1, Heading(1, "A"), Heading(2, "A.1"), Paragraph("One." + Long), Heading(2, "A.2"), Paragraph("None."), Heading(1, "B"), Paragraph("Two." + Long))]);
        Assert.Equal(["One." + Long + "\nA.2\nNone.", "Two." + Long], chunks.Select(chunk => chunk.Text));
        Assert.Equal(["A > A.1", "B"], chunks.Select(chunk => chunk.HeadingPath));
    }

    [Theory]
    [InlineData("Allergy: penicillin")]
    [InlineData("STAFF TRANSPORTATION 737.94")]
    [InlineData("Weight 81 kg")]
    [InlineData("The customer bears the risk of each and every defect whether now existing or not")]
    public void Heading_that_tells_something_can_be_quoted(string heading) =>
        Assert.Equal(heading + "\nBody." + Long, Assert.Single(Chunk([Page(1, Heading(1, heading), Paragraph("Body." + Long))])).Text);

    [Theory]
    [InlineData("3. Rent")]
    [InlineData("12.4 Assignment and underletting")]
    [InlineData("Schedule 12: Services from 16 February 2026")]
    [InlineData("4.2 REC-2026-004: Early warning of sepsis from routine data of the hospital")]
    public void Heading_that_only_names_its_section_is_no_text(string heading) =>
        Assert.Equal("Body." + Long, Assert.Single(Chunk([Page(1, Heading(1, heading), Paragraph("Body." + Long))])).Text);

    [Fact]
    public void Heading_as_long_as_a_paragraph_is_shortened_in_the_path_and_whole_in_the_text()
    {
        var heading = string.Join(' ', Enumerable.Repeat("whereas", 40));
        var chunk = Assert.Single(Chunk([Page(1, Heading(1, heading), Paragraph("Body." + Long))]));
        Assert.InRange(chunk.HeadingPath.Length, 60, 121);
        Assert.EndsWith("whereas…", chunk.HeadingPath, StringComparison.Ordinal);
        Assert.StartsWith(heading + "\n", chunk.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_tracked_change_deletes_is_in_no_passage_and_a_comment_is_in_one_of_its_own()
    {
        static (BlockKind, int, string) Of(BlockKind kind, string text) => (kind, 0, text);
        var chunks = Chunk([Page(
            1, Heading(1, "Term"), Paragraph("The term is five years." + Long), Of(BlockKind.TrackedChange, "Deleted by Ann Lee on 2026-03-01: two years, renewable."),
            Of(BlockKind.Comment, "Comment by Ann Lee on 2026-03-01, on \u201Cfive years\u201D: Should be seven, as agreed."), Paragraph("It then ends." + Long), Heading(1, "Rent"), Paragraph("None." + Long))]);

        Assert.Equal(
            [("Term", $"The term is five years.{Long}\nIt then ends.{Long}"), ("Term > Comments", "Comment by Ann Lee on 2026-03-01, on \u201Cfive years\u201D: Should be seven, as agreed."), ("Rent", "None." + Long)],
            chunks.Select(chunk => (chunk.HeadingPath, chunk.Text)));
    }
}
