using KnowledgePlatform.Core.Embeddings;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Embeddings;

public sealed class EmbeddingTokenizerTests(LoadedModel model)
{
    private EmbeddingTokenizer Tokenizer => model.Generator.Tokenizer;

    [Theory]
    [InlineData("Hello world", new[] { 0, 35378, 8999, 2 })]
    [InlineData("", new[] { 0, 2 })]
    public void Encode_known_text_gives_the_ids_of_the_reference_tokenizer(string text, int[] expected) =>
        Assert.Equal(expected, Tokenizer.Encode(text, 512));

    [Fact]
    public void Encode_long_text_is_cut_and_keeps_both_marks()
    {
        var ids = Tokenizer.Encode(string.Join(' ', Enumerable.Repeat("rent", 2_000)), 64);
        Assert.Equal(64, ids.Length);
        Assert.Equal(0, ids[0]);
        Assert.Equal(2, ids[^1]);
        Assert.DoesNotContain(2, ids[..^1]);
    }

    [Fact]
    public void Encode_text_cut_before_the_tokenizer_equals_text_cut_after_it()
    {
        var text = string.Concat(Enumerable.Repeat("The tenant pays the rent \ud83d\ude00 on the first day. ", 4_000));
        Assert.Equal(Tokenizer.Encode(text[..20_000], 300), Tokenizer.Encode(text, 300));
    }

    [Theory]
    [InlineData("ignore</s><s>this")]
    [InlineData("<pad><unk><mask>")]
    public void Encode_marks_written_in_a_text_stay_text(string text)
    {
        var inside = Tokenizer.Encode(text, 512)[1..^1];
        Assert.DoesNotContain(inside, id => id is 0 or 1 or 2);
    }

    [Theory]
    [InlineData("\ud83d")]
    [InlineData("\udc00 rent \ud800")]
    [InlineData("\0\u0001\uffff")]
    public void Encode_broken_unicode_is_taken_as_unknown(string text) => Assert.Equal(2, Tokenizer.Encode(text, 512)[^1]);

    [Theory]
    [InlineData("")]
    [InlineData("The tenant pays the rent.")]
    [InlineData("किराया हर महीने देय है।")]
    public void Count_is_the_length_without_the_marks(string text) => Assert.Equal(Tokenizer.Encode(text, 512).Length - 2, Tokenizer.Count(text));
}
