using CsCheck;
using KnowledgePlatform.Core.Chunking;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chunking;

/// <summary>Title and headings before a passage.</summary>
public sealed class ContextTests
{
    [Fact]
    public void Context_is_the_title_and_the_headings_outermost_first() => Assert.Equal("Lease of Unit 4 > 3. Rent > 3.1 Review", Of("Lease of Unit 4", "3. Rent", "3.1 Review"));

    [Fact]
    public void Passage_without_headings_has_the_title_alone() => Assert.Equal("Notes", Of("Notes"));

    [Fact]
    public void Long_path_leaves_its_middle_out_and_keeps_title_and_innermost_heading()
    {
        var context = Of("Master agreement", [.. Enumerable.Range(1, 6).Select(i => $"Part {i} with a heading that goes on for quite a number of words and does not end")]);
        Assert.StartsWith("Master agreement > … > ", context, StringComparison.Ordinal);
        Assert.EndsWith("Part 6 with a heading that goes on for quite a number of words and does not end", context, StringComparison.Ordinal);
    }

    [Fact]
    public void No_title_and_no_heading_takes_more_tokens_than_are_left_for_them() =>
        Gen.OneOf(Gen.String, Gen.Char["租金应当支付क़िया😀 a"].Array[0, 400].Select(chars => new string(chars))).Array[1, 7].Sample(
            texts => Assert.InRange(Pages.Tokens(Of(texts[0], texts[1..])), 0, 112), iter: 100);

    private static string Of(string title, params string[] headings) =>
        Assert.Single(Pages.Chunker().Contexts(title, [new Chunk(0, "x", headings, [], 1)]));
}
