using CsCheck;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.ParserProtocol;
using Xunit;

namespace KnowledgePlatform.Core.Tests.Chunking;

public sealed class ChunkerPropertyTests
{
    private const int MaxTokens = 64;

    private static readonly Gen<string> Words = Gen.OneOf(
        "rent", "is", "due", "No.", "3.2", "Dr.", "the", "Tenant", "shall;", "pay:", "£21,600.", "किराया", "देय", "है।", "租金应当支付。", "الإيجار", "مستحق", "end.", "Why?",
        "x1\u0301y", "😀", "a-very-long-word-without-any-break-in-it-at-all-to-speak-of").Array[1, 60].Select(words => string.Join(' ', words));

    private static readonly Gen<(BlockKind, int, string)> Block = Gen.Select(
        Gen.OneOf(BlockKind.Paragraph, BlockKind.Paragraph, BlockKind.ListItem, BlockKind.TableRow, BlockKind.Heading, BlockKind.Footnote, BlockKind.Header),
        Gen.Int[1, 4], Words, (kind, level, text) => (kind, kind == BlockKind.Heading ? level : 0, text));

    private static readonly Gen<ParsedPage[]> Documents =
        Block.Array[0, 8].Array[1, 4].Select(pages => pages.Select((blocks, i) => Pages.Page(i + 1, blocks)).ToArray());

    [Fact]
    public void No_text_is_lost_none_is_doubled_and_every_limit_holds() => Documents.Sample(
        pages =>
        {
            var chunks = Pages.Chunk(pages, target: 200, maxTokens: MaxTokens);
            var covered = pages.ToDictionary(page => page.Number, page => new int[page.Text.Length]);
            foreach (var chunk in chunks)
            {
                Assert.Equal(chunk.Text, string.Join('\n', chunk.Pieces.Select(piece => pages[piece.Page - 1].Text.Substring(piece.Start, piece.Length))));
                Assert.InRange(chunk.TokenCount, 1, MaxTokens);
                Assert.True(IsInOrder(chunk, pages), "pieces are out of order in: " + chunk.Text);
                foreach (var piece in chunk.Pieces)
                {
                    Assert.False(char.IsLowSurrogate(pages[piece.Page - 1].Text[piece.Start]));
                    for (var i = 0; i < piece.Length; i++)
                    {
                        covered[piece.Page][piece.Start + i]++;
                    }
                }
            }

            foreach (var page in pages)
            {
                foreach (var block in page.Blocks.Where(block => block.Kind is not BlockKind.Header))
                {
                    if (block.Kind == BlockKind.Heading && covered[page.Number][block.Start] == 0)
                    {
                        // A heading may stand in the path of its passages instead.
                        Assert.Contains(page.Text.Substring(block.Start, block.Length), chunks.SelectMany(chunk => chunk.Headings));
                        continue;
                    }

                    for (var i = block.Start; i < block.Start + block.Length; i++)
                    {
                        if (!char.IsWhiteSpace(page.Text[i]))
                        {
                            var count = covered[page.Number][i];
                            // A row may be repeated as the head of its table, nothing else may.
                            Assert.True(block.Kind == BlockKind.TableRow ? count >= 1 : count == 1, $"'{page.Text[i]}' of a {block.Kind} is in {count} passages");
                        }
                    }
                }
            }
        },
        iter: 300, print: pages => string.Join("\n---\n", pages.Select(page => page.Text)));

    [Fact]
    public void Passages_end_where_sentences_end() => Block.Array[1, 8].Sample(
        blocks =>
        {
            // One page: over page breaks sentences have tests of their own.
            var page = Pages.Page(1, blocks);
            foreach (var piece in Pages.Chunk([page], target: 200, maxTokens: 2000).SelectMany(chunk => chunk.Pieces))
            {
                var block = page.Blocks.Single(b => b.Start <= piece.Start && piece.Start < b.Start + b.Length);
                if (block.Kind is BlockKind.Paragraph or BlockKind.ListItem or BlockKind.Footnote)
                {
                    var sentences = SentenceSplitter.Split(page.Text.Substring(block.Start, block.Length));
                    Assert.Contains(piece.Start - block.Start, sentences.Select(span => span.Start));
                    Assert.Contains(piece.Start + piece.Length - block.Start, sentences.Select(span => span.Start + span.Length));
                }
            }
        },
        iter: 200);

    // But for a row that is repeated as a head, and a footnote that waits for the end of a sentence on the next page.
    private static bool IsInOrder(Chunk chunk, ParsedPage[] pages)
    {
        var pieces = chunk.Pieces.Where(piece => KindOf(pages[piece.Page - 1], piece) is not (BlockKind.Footnote or BlockKind.TableRow)).ToList();
        return pieces.Zip(pieces.Skip(1)).All(pair => (pair.First.Page, pair.First.Start + pair.First.Length).CompareTo((pair.Second.Page, pair.Second.Start)) <= 0);
    }

    private static BlockKind KindOf(ParsedPage page, ChunkPiece piece) =>
        page.Blocks.Single(block => block.Start <= piece.Start && piece.Start + piece.Length <= block.Start + block.Length).Kind;
}
