using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Ingestion;

/// <summary>Between the document model and the flat arrays in which PostgreSQL keeps blocks and words.</summary>
public static class StoredPages
{
    private const int BlockNumbers = 4;

    /// <summary>Four numbers a block: kind, level, start, length.</summary>
    public static int[] Blocks(ParsedPage page) =>
        [.. page.Blocks.SelectMany(block => new[] { (int)block.Kind, block.Level, block.Start, block.Length })];

    /// <summary>Six numbers a word: start, length, left, top, right, bottom.</summary>
    public static float[] Words(ParsedPage page) =>
        [.. page.Words.SelectMany(word => new[] { word.Start, word.Length, word.Box.Left, word.Box.Top, word.Box.Right, word.Box.Bottom })];

    /// <summary>Three numbers a line: its number, top and bottom; null when the page numbers none.</summary>
    public static float[]? Lines(ParsedPage page) =>
        page.LineNumbers.Count == 0 ? null : [.. page.LineNumbers.SelectMany(line => new[] { line.Number, line.Top, line.Bottom })];

    /// <summary>The page as the parser gave it.</summary>
    public static ParsedPage ToParsedPage(this StoredPage page) => new(
        page.Number, page.Width, page.Height, page.Text,
        [.. page.Blocks.Chunk(BlockNumbers).Select(b => new Block((BlockKind)b[0], b[1], b[2], b[3]))],
        [.. page.Words.Chunk(PageMessage.NumbersPerWord).Select(w => new Word((int)w[0], (int)w[1], new Box(w[2], w[3], w[4], w[5])))])
    {
        Confidences = page.Confidences, Label = page.Label, Bates = page.Bates,
        LineNumbers = [.. (page.LineNumbers ?? []).Chunk(PageMessage.NumbersPerLine).Select(line => new LineNumber((int)line[0], line[1], line[2]))],
    };
}
