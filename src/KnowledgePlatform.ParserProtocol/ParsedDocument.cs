namespace KnowledgePlatform.ParserProtocol;

/// <summary>What a block of a page is, in reading order.</summary>
public enum BlockKind
{
    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>A heading; <see cref="Block.Level"/> is 1 to 6.</summary>
    Heading,

    /// <summary>One item of a list, its marker included as a reader sees it.</summary>
    ListItem,

    /// <summary>One row of a table; the cells are joined by a tab.</summary>
    TableRow,

    /// <summary>A footnote or endnote.</summary>
    Footnote,

    /// <summary>A running header; kept for the reader, not chunked.</summary>
    Header,

    /// <summary>A running footer; kept for the reader, not chunked.</summary>
    Footer,

    /// <summary>
    /// A comment in the margin, on a slide or on a cell; it follows what it is about and begins with who wrote it, when, and on which words. No text of the document
    /// itself.
    /// </summary>
    Comment,

    /// <summary>
    /// A tracked change that follows its paragraph and begins with what was done, by whom and when. Inserted words stand in the running text as well, deleted words nowhere
    /// else: kept for the reader, not chunked.
    /// </summary>
    TrackedChange,
}

/// <summary>A rectangle on a page in points (1/72 inch), origin top left, y growing downwards.</summary>
public readonly record struct Box(float Left, float Top, float Right, float Bottom);

/// <summary>A stretch of <see cref="ParsedPage.Text"/> that belongs together.</summary>
/// <param name="Kind">What the stretch is.</param>
/// <param name="Level">Heading level 1 to 6, 0 for every other kind.</param>
/// <param name="Start">Offset of the first UTF-16 code unit in the page's text.</param>
/// <param name="Length">Length in UTF-16 code units.</param>
public sealed record Block(BlockKind Kind, int Level, int Start, int Length);

/// <summary>One word with its place in the page's text and on the page. In a recording it is one segment of speech, whose box runs from its first to its last second.</summary>
/// <param name="Start">Offset of the first UTF-16 code unit in the page's text.</param>
/// <param name="Length">Length in UTF-16 code units.</param>
/// <param name="Box">Where the word stands on the page.</param>
public sealed record Word(int Start, int Length, Box Box);

/// <summary>One page as a reader sees it, or one part of a document that has no pages.</summary>
/// <param name="Number">Number of the page in the file, from 1.</param>
/// <param name="Width">Width in points; 0 for a document without pages.</param>
/// <param name="Height">Height in points; 0 for a document without pages.</param>
/// <param name="Text">The page's text; blocks are separated by one line feed.</param>
/// <param name="Blocks">Blocks in reading order; they neither overlap nor leave text uncovered.</param>
/// <param name="Words">Words in reading order; empty for a document without pages.</param>
public sealed record ParsedPage(
    int Number, float Width, float Height, string Text, IReadOnlyList<Block> Blocks, IReadOnlyList<Word> Words)
{
    /// <summary>Points of a page's side at most; PDF itself ends at 14,400.</summary>
    public const float LargestSide = 20_000;

    /// <summary>Points from the corner of a page within which words stand; some lie beside the paper.</summary>
    public const float FurthestBox = 100_000;

    /// <summary>How sure the recogniser is of each word, 0 to 100, for a page whose text was recognised in its picture; null for text of the file's own.</summary>
    public IReadOnlyList<short>? Confidences { get; init; }

    /// <summary>How the file itself names the page, such as "iv" or "A-3"; null when it does not, or by its number. At most 60 UTF-16 code units.</summary>
    public string? Label { get; init; }

    /// <summary>The identifier stamped on the page, such as "ABC000123" (a Bates number); null without one. At most 60 UTF-16 code units.</summary>
    public string? Bates { get; init; }

    /// <summary>Numbers before the lines of a pleading or transcript, from top to bottom; they are not part of the text.</summary>
    public IReadOnlyList<LineNumber> LineNumbers { get; init; } = [];
}

/// <summary>The number of a line, with the height at which it stands, in points from the page's upper edge.</summary>
public readonly record struct LineNumber(int Number, float Top, float Bottom);

/// <summary>Something that the reader of a document would have seen and that was not read, and why.</summary>
/// <param name="Page">Page number from 1, or null when it concerns the whole file.</param>
/// <param name="Reason">A sentence for the person who uploaded the file.</param>
public sealed record Skipped(int? Page, string Reason);
