using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>The smallest thing that is packed into a passage: a sentence, a row, a heading, or a part of a sentence too long for the model.</summary>
/// <param name="Headings">From the outermost to the one it stands under.</param>
/// <param name="Pieces">Where it stands; several when it goes on over a page break.</param>
/// <param name="Block">Number of its block in the document: units of one block that follow each other become one piece.</param>
/// <param name="Kind">Kind of the block.</param>
/// <param name="Characters">Length.</param>
/// <param name="Tokens">Tokens.</param>
/// <param name="End">How its text ends.</param>
internal sealed record TextUnit(
    IReadOnlyList<string> Headings, IReadOnlyList<ChunkPiece> Pieces, int Block, BlockKind Kind, int Characters, int Tokens, UnitEnd End)
{
    /// <summary>True for a row of a table.</summary>
    public bool IsRow => Kind == BlockKind.TableRow;
}

/// <summary>How a unit's text ends: whether what follows may be parted from it.</summary>
internal enum UnitEnd
{
    /// <summary>As a sentence does.</summary>
    Whole,

    /// <summary>In the middle of a sentence, as an item of a list that the next item goes on with: "(a) burn waste;".</summary>
    Open,

    /// <summary>It says nothing without what follows: a heading, or "The Tenant shall not:".</summary>
    LeadsIn,
}

/// <summary>What stands under one heading, up to the next heading.</summary>
/// <param name="Headings">From the outermost to its own.</param>
/// <param name="Heading">Its own heading as units, when it is not among <paramref name="Units"/>.</param>
/// <param name="Units">In reading order.</param>
internal sealed record Section(IReadOnlyList<string> Headings, IReadOnlyList<TextUnit> Heading, List<TextUnit> Units);
