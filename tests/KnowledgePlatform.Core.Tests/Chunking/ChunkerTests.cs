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
        Assert.Equal("Reserved\nTerm\nTwo years." + Long, chunk.Text);
        Assert.Equal("", chunk.HeadingPath);
    }

    [Fact]
    public void Long_section_is_cut_between_sentences_into_even_parts()
    {
        var chunks = Chunk([Page(1, Paragraph(string.Concat(Enumerable.Repeat(Sentence, 30)).Trim()))], target: 1000);
        Assert.Equal(3, chunks.Count);
        Assert.All(chunks, chunk => Assert.EndsWith("repair.", chunk.Text, StringComparison.Ordinal));
        Assert.InRange(chunks.Max(chunk => chunk.Text.Length) - chunks.Min(chunk => chunk.Text.Length), 0, Sentence.Length + 1);
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
    public void Section_a_little_longer_than_the_goal_stays_whole() =>
        Assert.Single(Chunk([Page(1, Paragraph(string.Concat(Enumerable.Repeat(Sentence, 13)).Trim()))], target: 1000));

    [Fact]
    public void Section_is_cut_between_paragraphs_sooner_than_within_one()
    {
        var texts = new[] { 5, 6, 7 }.Select(count => string.Concat(Enumerable.Repeat(Sentence, count)).Trim()).ToArray();
        Assert.Equal([texts[0] + "\n" + texts[1], texts[2]], Chunk([Page(1, [.. texts.Select(Paragraph)])], target: 1000).Select(chunk => chunk.Text));
    }

    [Fact]
    public void List_that_is_one_sentence_is_not_parted_when_a_clause_ends_near_by()
    {
        var items = "abcd".Select(letter => Item($"({letter}) information that was lawfully in its possession before;")).ToArray();
        var chunks = Chunk([Page(1, [Paragraph("1.1 " + string.Concat(Enumerable.Repeat(Sentence, 5)).Trim()), Paragraph("1.2 It means all that is marked so, including:"), .. items])], target: 400);
        Assert.StartsWith("1.2 It means", chunks[^1].Text, StringComparison.Ordinal);
        Assert.Contains("(a)", chunks[^1].Text, StringComparison.Ordinal);
        Assert.Contains("(d)", chunks[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void First_row_of_numbers_is_no_head_and_is_not_repeated()
    {
        var rows = Enumerable.Range(1, 40).Select(i => Row($"{i}.000", $"{i * 7}.500", $"{i}", "tax included"));
        var chunks = Chunk([Page(1, [.. rows])], target: 300);
        Assert.True(chunks.Count > 2);
        Assert.Single(chunks, chunk => chunk.Text.Contains("1.000\t7.500", StringComparison.Ordinal) && chunk.Text.StartsWith('1'));
    }

    [Fact]
    public void Script_without_spaces_is_cut_at_its_full_stops()
    {
        var chunks = Chunk([Page(1, Paragraph(string.Concat(Enumerable.Repeat("承租人应当在每月的第一天向出租人支付租金，不得扣除任何款项。", 60))))]);
        Assert.True(chunks.Count > 1);
        Assert.All(chunks, chunk => Assert.EndsWith("。", chunk.Text, StringComparison.Ordinal));
        Assert.All(chunks, chunk => Assert.InRange(chunk.TokenCount, 100, 384));
    }

    [Theory]
    [InlineData("किरायेदार हर महीने की पहली तारीख को किराया चुकाएगा। ", "।")]
    [InlineData("يدفع المستأجر الإيجار في اليوم الأول من كل شهر؟ ", "؟")]
    public void Other_scripts_are_cut_at_theirs(string sentence, string stop)
    {
        var chunks = Chunk([Page(1, Paragraph(string.Concat(Enumerable.Repeat(sentence, 100)).Trim()))]);
        Assert.True(chunks.Count > 3);
        Assert.All(chunks, chunk => Assert.EndsWith(stop, chunk.Text, StringComparison.Ordinal));
    }

    [Fact]
    public void Megabyte_without_a_sentence_end_is_cut_within_the_limit_in_little_time()
    {
        var chunks = Chunk([Page(1, Paragraph(string.Concat(Enumerable.Range(0, 170_000).Select(i => "word" + (i % 7) + " ")).Trim()))]);
        Assert.True(chunks.Count > 500);
        Assert.All(chunks, chunk => Assert.InRange(chunk.TokenCount, 1, 384));
    }

    [Fact]
    public void Line_is_a_passage() => Assert.Equal(("Paid.", ""), Chunk([Page(1, Paragraph("Paid."))]).Select(chunk => (chunk.Text, chunk.HeadingPath)).Single());
}
