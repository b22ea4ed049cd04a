using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.ParserProtocol;
using Xunit;
using static KnowledgePlatform.Core.Tests.Chunking.Pages;

namespace KnowledgePlatform.Core.Tests.Chunking;

public sealed class ChunkerTests
{
    private const string Long = " It stands in a sentence that is long enough to be a passage of its own, and then some.";
    private const string Sentence = "The tenant keeps the roof, the gutters and the drains of the property in good repair. ";

    [Fact]
    public void Passage_stays_under_one_heading_and_carries_the_path_to_it()
    {
        var chunks = Chunk([Page(1, Heading(1, "Lease"), Heading(2, "3. Rent"), Paragraph("Rent is due monthly." + Long), Heading(2, "4. Repair"), Paragraph("The tenant repairs." + Long))]);
        Assert.Equal(["Lease > 3. Rent", "Lease > 4. Repair"], chunks.Select(chunk => chunk.HeadingPath));
        Assert.Equal(["Rent is due monthly." + Long, "The tenant repairs." + Long], chunks.Select(chunk => chunk.Text));
    }

    [Fact]
    public void Heading_of_the_same_level_ends_the_section_of_the_one_before()
    {
        var chunks = Chunk([Page(1, Heading(2, "A"), Heading(3, "A.1"), Paragraph("One." + Long), Heading(2, "B"), Paragraph("Two." + Long))]);
        Assert.Equal(["A > A.1", "B"], chunks.Select(chunk => chunk.HeadingPath));
    }

    [Fact]
    public void Heading_under_which_nothing_stands_goes_to_the_next_section()
    {
        var chunk = Assert.Single(Chunk([Page(1, Heading(1, "Reserved"), Heading(1, "Term"), Paragraph("Two years." + Long))]));
        Assert.Equal("Reserved\nTwo years." + Long, chunk.Text);
        Assert.Equal("Term", chunk.HeadingPath);
    }

    [Fact]
    public void Section_of_a_word_or_two_goes_with_its_heading_to_the_next_one()
    {
        var chunk = Assert.Single(Chunk([Page(1, Heading(1, "BRACKWATER ESTATES"), Paragraph("and"), Heading(1, "ODELL CERAMICS"), Paragraph("as tenant." + Long))]));
        Assert.Equal("BRACKWATER ESTATES\nand\nas tenant." + Long, chunk.Text);
    }

    [Fact]
    public void Long_section_is_cut_between_sentences_into_even_parts()
    {
        var chunks = Chunk([Page(1, Paragraph(string.Concat(Enumerable.Repeat(Sentence, 26)).Trim()))], target: 1000);
        Assert.Equal(3, chunks.Count);
        Assert.All(chunks, chunk => Assert.EndsWith("repair.", chunk.Text, StringComparison.Ordinal));
        Assert.InRange(chunks.Max(chunk => chunk.Text.Length) - chunks.Min(chunk => chunk.Text.Length), 0, Sentence.Length + 1);
    }

    [Fact]
    public void Sentence_that_goes_on_over_a_page_break_stays_whole()
    {
        var chunk = Assert.Single(Chunk(
        [
            Page(1, Paragraph("The supplier reports a breach within"), (BlockKind.Footer, 0, "Page 1")),
            Page(2, Header("Agreement"), Paragraph("24 hours after it became aware of it.".ToLowerInvariant().Replace("24", "twenty-four", StringComparison.Ordinal))),
        ]));
        Assert.Equal("The supplier reports a breach within\ntwenty-four hours after it became aware of it.", chunk.Text);
        Assert.Equal([1, 2], chunk.Pieces.Select(piece => piece.Page));
    }

    [Fact]
    public void Running_heads_are_no_passages()
    {
        Assert.Equal("Body.", Assert.Single(Chunk([Page(1, Header("Confidential"), Paragraph("Body."))])).Text);
    }

    [Fact]
    public void Lead_in_goes_with_the_first_item_of_its_list()
    {
        var before = string.Concat(Enumerable.Repeat(Sentence, 5)).Trim();
        var items = Enumerable.Range(0, 8).Select(i => Item($"({(char)('a' + i)}) burn waste of the kind that is listed in part {i} of the schedule;"));
        var chunks = Chunk([Page(1, [Paragraph(before), Paragraph("The tenant shall not:"), .. items])], target: 450);
        Assert.Contains("The tenant shall not:\n(a) burn", chunks.Single(chunk => chunk.Text.Contains("shall not:", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_that_goes_on_in_another_passage_begins_with_its_head_again()
    {
        var rows = Enumerable.Range(1, 30).Select(i => Row($"Potassium sample {i}", $"{i},1 mmol per litre", "within the range of reference"));
        var chunks = Chunk([Page(1, [Heading(1, "Results"), Row("Analyte", "Value", "Remark"), .. rows])], target: 500);
        Assert.True(chunks.Count > 2);
        Assert.All(chunks, chunk => Assert.StartsWith("Analyte\tValue\tRemark\n", chunk.Text, StringComparison.Ordinal));
        Assert.Single(chunks, chunk => chunk.Text.Contains("sample 17\t", StringComparison.Ordinal));
    }

    [Fact]
    public void Sentence_longer_than_the_model_sees_is_cut_at_its_clauses()
    {
        var clause = "the party of the first part undertakes to hold harmless the party of the second part; ";
        var chunks = Chunk([Page(1, Paragraph(string.Concat(Enumerable.Repeat(clause, 60)).Trim()))], maxTokens: 128);
        Assert.True(chunks.Count > 4);
        Assert.All(chunks, chunk => Assert.InRange(chunk.TokenCount, 1, 128));
        Assert.All(chunks, chunk => Assert.EndsWith(";", chunk.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_without_text_gives_no_passage() => Assert.Empty(Chunk([Page(1), Page(2, Header("Annex"))]));

    [Fact]
    public void Long_context_leaves_its_middle_out()
    {
        var chunk = new Chunk(0, "x", string.Join(" > ", Enumerable.Repeat("a rather long heading of a section", 20)), [], 1);
        Assert.InRange(chunk.Context("Title").Length, 250, 310);
        Assert.StartsWith("Title > a rather", chunk.Context("Title"), StringComparison.Ordinal);
    }
}
