using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>
/// A paragraph as one text, though it goes on over page breaks; footnotes at the foot of a page wait until it has ended, for they would stand in the middle of a
/// sentence.
/// </summary>
internal sealed class ParagraphFlow(ParsedPage page, Block block)
{
    private readonly List<(int Page, int Start, int Offset, int Length)> _parts = [(page.Number, block.Start, 0, block.Length)];
    private ParsedPage _page = page;

    /// <summary>Its parts, joined by a line feed.</summary>
    public string Text { get; private set; } = page.Text.Substring(block.Start, block.Length);

    /// <summary>Kind of its first block.</summary>
    public BlockKind Kind { get; } = block.Kind;

    /// <summary>Footnotes that were met before it ended.</summary>
    public List<(ParsedPage Page, Block Block)> Footnotes { get; } = [];

    /// <summary>Takes the block in if it goes on with the paragraph.</summary>
    public bool TryAppend(ParsedPage page, Block block)
    {
        // On one page a column may break a paragraph; where pages are not laid out, a paragraph is a paragraph.
        var isNewPage = page.Number != _page.Number;
        if (block.Kind != BlockKind.Paragraph || Kind is not (BlockKind.Paragraph or BlockKind.ListItem) || (!isNewPage && page.Words.Count == 0))
        {
            return false;
        }

        var next = page.Text.AsSpan(block.Start, block.Length).TrimStart();
        var before = Text.AsSpan().TrimEnd();
        if (next.IsEmpty || before.IsEmpty || !TextEnds.GoesOn(before, next, isNewPage))
        {
            return false;
        }

        _parts.Add((page.Number, block.Start, Text.Length + 1, block.Length));
        Text += "\n" + page.Text.Substring(block.Start, block.Length);
        _page = page;
        return true;
    }

    /// <summary>Where a stretch of <see cref="Text"/> stands on the pages.</summary>
    public List<ChunkPiece> Pieces(SentenceSpan span)
    {
        var pieces = new List<ChunkPiece>(1);
        foreach (var part in _parts)
        {
            var start = Math.Max(span.Start, part.Offset);
            var end = Math.Min(span.Start + span.Length, part.Offset + part.Length);
            if (end > start)
            {
                pieces.Add(new ChunkPiece(part.Page, part.Start + start - part.Offset, end - start));
            }
        }

        return pieces;
    }
}
