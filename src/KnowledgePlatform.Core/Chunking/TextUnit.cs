namespace KnowledgePlatform.Core.Chunking;

/// <summary>The smallest thing that is packed into a passage: a sentence, a row, or a part of a sentence too long for the model.</summary>
/// <param name="Pieces">Where it stands; two when it goes on over a page break.</param>
/// <param name="Block">Number of its block in the document: units of one block that follow each other become one piece.</param>
/// <param name="Characters">Length.</param>
/// <param name="Tokens">Tokens.</param>
/// <param name="IsRow">True for a row of a table.</param>
/// <param name="LeadsIn">True when what follows must not be parted from it: "The Tenant shall not:".</param>
internal sealed record TextUnit(IReadOnlyList<ChunkPiece> Pieces, int Block, int Characters, int Tokens, bool IsRow, bool LeadsIn);

/// <summary>What stands under one heading, up to the next heading.</summary>
/// <param name="Headings">From the outermost to its own.</param>
/// <param name="Heading">Its own heading; null when it has none, or when the heading is a unit.</param>
/// <param name="Units">In reading order.</param>
internal sealed record Section(IReadOnlyList<string> Headings, (string Text, ChunkPiece Piece)? Heading, List<TextUnit> Units);
