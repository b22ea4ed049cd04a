using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.TestKit;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Tests.Chunking;

/// <summary>Builds pages of blocks, and the chunker with the real tokenizer.</summary>
internal static class Pages
{
    private static readonly EmbeddingTokenizer Tokenizer =
        EmbeddingTokenizer.Load(Path.Combine(Repository.Root, "deploy", "models", "multilingual-e5-small", "sentencepiece.model"));

    public static IReadOnlyList<Chunk> Chunk(IReadOnlyList<ParsedPage> pages, int target = 1000, int maxTokens = 384) =>
        Chunker(target, maxTokens).Chunk(pages);

    public static Chunker Chunker(int target = 1000, int maxTokens = 384, int maxContextTokens = 112) =>
        new(Tokenizer, Options.Create(new ChunkingOptions { TargetCharacters = target, MaxTokens = maxTokens, MaxContextTokens = maxContextTokens }));

    public static int Tokens(string text) => Tokenizer.Count(text);

    /// <summary>A page of a laid-out document: every word has a box, one line a block.</summary>
    public static ParsedPage Laid(int number, params (BlockKind Kind, int Level, string Text)[] blocks)
    {
        var page = Page(number, blocks);
        var words = page.Blocks.SelectMany((block, line) => WordStarts(page.Text, block).Select(word => new Word(
            word.Start, word.Length, new Box((word.Start - block.Start) * 5, line * 12, (word.Start - block.Start + word.Length) * 5, (line * 12) + 10))));
        return page with { Width = 595, Height = 842, Words = [.. words] };
    }

    public static ParsedPage Page(int number, params (BlockKind Kind, int Level, string Text)[] blocks)
    {
        var text = string.Join('\n', blocks.Select(block => block.Text));
        var start = 0;
        var placed = new List<Block>();
        foreach (var (kind, level, content) in blocks)
        {
            placed.Add(new Block(kind, level, start, content.Length));
            start += content.Length + 1;
        }

        return new ParsedPage(number, 0, 0, text, placed, []);
    }

    public static (BlockKind, int, string) Footnote(string text) => (BlockKind.Footnote, 0, text);

    public static (BlockKind, int, string) Heading(int level, string text) => (BlockKind.Heading, level, text);

    public static (BlockKind, int, string) Paragraph(string text) => (BlockKind.Paragraph, 0, text);

    public static (BlockKind, int, string) Item(string text) => (BlockKind.ListItem, 0, text);

    public static (BlockKind, int, string) Row(params string[] cells) => (BlockKind.TableRow, 0, string.Join('\t', cells));

    public static (BlockKind, int, string) Header(string text) => (BlockKind.Header, 0, text);

    private static IEnumerable<(int Start, int Length)> WordStarts(string text, Block block)
    {
        var start = block.Start;
        foreach (var word in text.Substring(block.Start, block.Length).Split(' '))
        {
            yield return (start, word.Length);
            start += word.Length + 1;
        }
    }
}
