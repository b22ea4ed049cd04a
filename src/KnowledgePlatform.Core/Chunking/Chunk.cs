namespace KnowledgePlatform.Core.Chunking;

/// <summary>A stretch of a page's text.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Start">First UTF-16 code unit in the page's text.</param>
/// <param name="Length">Number of code units.</param>
public sealed record ChunkPiece(int Page, int Start, int Length);

/// <summary>A passage.</summary>
/// <param name="Ordinal">Its place in the document, from 0.</param>
/// <param name="Text">The pieces joined by a line feed.</param>
/// <param name="HeadingPath">The headings it stands under, outermost first, joined by " > ".</param>
/// <param name="Pieces">Where it stands, in reading order; a repeated table head comes first.</param>
/// <param name="TokenCount">Tokens of the text.</param>
public sealed record Chunk(int Ordinal, string Text, string HeadingPath, IReadOnlyList<ChunkPiece> Pieces, int TokenCount)
{
    private const string Separator = " > ";
    private const int MaxContext = 300;

    /// <summary>Title and headings: what the passage is searched and embedded with. The middle of a long path is left out.</summary>
    public string Context(string title)
    {
        ArgumentNullException.ThrowIfNull(title);
        var context = HeadingPath.Length == 0 ? title : title + Separator + HeadingPath;
        return context.Length <= MaxContext ? context : context[..(MaxContext / 2)] + " … " + context[^(MaxContext / 2)..];
    }

    /// <summary>Joins headings to a path.</summary>
    public static string Join(IEnumerable<string> headings) => string.Join(Separator, headings);
}
