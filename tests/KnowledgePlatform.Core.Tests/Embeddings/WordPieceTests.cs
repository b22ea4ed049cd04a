using KnowledgePlatform.Core.Embeddings;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Embeddings;

/// <summary>A vocabulary of twelve tokens, of which the ids are known.</summary>
public sealed class WordPieceTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("kp-vocabulary");
    private readonly EmbeddingTokenizer _tokenizer;

    public WordPieceTests()
    {
        var path = Path.Combine(_folder.FullName, EmbeddingTokenizer.Vocabulary);
        // Lines end as the package of arctic-embed-xs has them.
        File.WriteAllText(path, string.Join("\r\n", "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "rent", "##al", "is", "due", ".", "the", "cafe") + "\r\n");
        _tokenizer = EmbeddingTokenizer.Load(path);
    }

    [Theory]
    [InlineData("The rental is due.", new[] { 2, 10, 5, 6, 7, 8, 9, 3 })]
    [InlineData("rent is\ndue", new[] { 2, 5, 7, 8, 3 })]
    [InlineData("CAFÉ", new[] { 2, 11, 3 })]
    [InlineData("Zebra", new[] { 2, 1, 3 })]
    [InlineData("", new[] { 2, 3 })]
    public void Words_are_divided_as_bert_divides_them(string text, int[] expected)
    {
        Assert.Equal(expected, _tokenizer.Encode(text, 512));
        Assert.Equal(expected.Length - 2, _tokenizer.Count(text));
    }

    [Fact]
    public void Marks_written_in_a_text_stay_text() => Assert.DoesNotContain(_tokenizer.Encode("[SEP] rent [CLS]", 512)[1..^1], id => id is 2 or 3);

    [Fact]
    public void A_long_text_is_cut_and_keeps_both_marks()
    {
        var ids = _tokenizer.Encode(string.Join(' ', Enumerable.Repeat("rent", 2_000)), 64);
        Assert.Equal(64, ids.Length);
        Assert.Equal((2, 3), (ids[0], ids[^1]));
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
