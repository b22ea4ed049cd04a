using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.ParserProtocol;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>
/// Cuts a document into passages along its structure: a passage stays under one heading, holds whole sentences, list items and rows, and keeps a list's
/// lead-in with its first item. Long sections are cut into parts of about equal length. No overlap: a citation points at one passage.
/// </summary>
public sealed class Chunker(EmbeddingTokenizer tokenizer, IOptions<ChunkingOptions> options)
{
    /// <summary>The passages in reading order.</summary>
    /// <param name="pages">Pages in order.</param>
    public IReadOnlyList<Chunk> Chunk(IReadOnlyList<ParsedPage> pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        var settings = options.Value;
        var byNumber = pages.ToDictionary(page => page.Number);
        var chunks = new List<Chunk>();
        foreach (var section in new SectionReader(text => tokenizer.Count(text), settings.MaxTokens).Read(pages))
        {
            var path = Chunking.Chunk.Join(section.Headings);
            foreach (var group in ChunkPacker.Pack(section.Units, settings))
            {
                // A table that goes on in another passage begins with its head again, without which a row says nothing.
                var head = HeadOf(group, section.Units);
                var units = head is not null && head.Tokens + group.Sum(unit => unit.Tokens) <= settings.MaxTokens ? [head, .. group] : group;
                var pieces = Join(units, byNumber);
                var text = string.Join('\n', pieces.Select(piece => byNumber[piece.Page].Text.Substring(piece.Start, piece.Length)));
                chunks.Add(new Chunk(chunks.Count, text, path, pieces, units.Sum(unit => unit.Tokens)));
            }
        }

        return chunks;
    }

    // The first row of the table that the group goes on with; null when it begins with its own table, or with no row.
    private static TextUnit? HeadOf(IReadOnlyList<TextUnit> group, List<TextUnit> section)
    {
        var first = section.IndexOf(group[0]);
        var at = first;
        while (at > 0 && section[at].IsRow && section[at - 1].IsRow)
        {
            at--;
        }

        return at < first ? section[at] : null;
    }

    // Sentences of one block that follow each other are one piece, with the white space between them.
    private static List<ChunkPiece> Join(IReadOnlyList<TextUnit> units, Dictionary<int, ParsedPage> pages)
    {
        var pieces = new List<ChunkPiece>();
        var block = -1;
        foreach (var unit in units)
        {
            foreach (var piece in unit.Pieces)
            {
                if (pieces.Count > 0 && unit.Block == block && pieces[^1].Page == piece.Page && Follows(pages[piece.Page].Text, pieces[^1], piece))
                {
                    pieces[^1] = pieces[^1] with { Length = piece.Start + piece.Length - pieces[^1].Start };
                }
                else
                {
                    pieces.Add(piece);
                }
            }

            block = unit.Block;
        }

        return pieces;
    }

    private static bool Follows(string text, ChunkPiece before, ChunkPiece piece)
    {
        var end = before.Start + before.Length;
        return piece.Start >= end && text.AsSpan(end, piece.Start - end).IsWhiteSpace();
    }
}
