namespace KnowledgePlatform.Core.Chunking;

/// <summary>A stretch of a page's text.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Start">First UTF-16 code unit in the page's text.</param>
/// <param name="Length">Number of code units.</param>
public sealed record ChunkPiece(int Page, int Start, int Length);

/// <summary>A passage.</summary>
/// <param name="Ordinal">Its place in the document, from 0.</param>
/// <param name="Text">The pieces joined by a line feed.</param>
/// <param name="Headings">The headings it stands under, outermost first, each shortened to 120 characters.</param>
/// <param name="Pieces">Where it stands, in reading order; a repeated table head comes first.</param>
/// <param name="TokenCount">Tokens of the text in the embedding model's own division, or a few more.</param>
public sealed record Chunk(int Ordinal, string Text, IReadOnlyList<string> Headings, IReadOnlyList<ChunkPiece> Pieces, int TokenCount)
{
    internal const string Separator = " > ";

    /// <summary>The headings joined by " > ".</summary>
    public string HeadingPath => string.Join(Separator, Headings);
}
