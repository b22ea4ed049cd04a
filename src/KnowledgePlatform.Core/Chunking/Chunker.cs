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
        foreach (var units in SectionMerger.Merge(new SectionReader(text => tokenizer.Count(text), settings.MaxTokens).Read(pages)))
        {
            var table = 0;
            // What the head needs is kept free, or a table of many figures would go on without it.
            var free = Math.Min(TableHead.MostTokens(units, byNumber), settings.MaxTokens / 2);
            foreach (var range in ChunkPacker.Pack(units, settings.TargetCharacters, settings.MaxTokens - free))
            {
                var group = units.Skip(range.Start.Value).Take(range.End.Value - range.Start.Value).ToList();
                // A table that goes on in another passage begins with its head again, without which a row says nothing.
                var head = TableHead.Of(units, range.Start.Value, ref table, byNumber);
                if (head.Sum(row => row.Tokens) + group.Sum(unit => unit.Tokens) <= settings.MaxTokens)
                {
                    group.InsertRange(0, head);
                }

                var pieces = Join(group, byNumber);
                var text = string.Join('\n', pieces.Select(piece => byNumber[piece.Page].Text.Substring(piece.Start, piece.Length)));
                chunks.Add(new Chunk(chunks.Count, text, SectionMerger.SharedPath(group), pieces, group.Sum(unit => unit.Tokens)));
            }
        }

        return chunks;
    }

    /// <summary>
    /// What each passage of a document is searched and embedded with, before its text: the title and the headings, within
    /// <see cref="ChunkingOptions.MaxContextTokens"/>.
    /// </summary>
    public IReadOnlyList<string> Contexts(string title, IReadOnlyList<Chunk> chunks)
    {
        ArgumentNullException.ThrowIfNull(title);
        ArgumentNullException.ThrowIfNull(chunks);
        var context = new ChunkContext(title, text => tokenizer.Count(text), options.Value.MaxContextTokens);
        return [.. chunks.Select(chunk => context.For(chunk.Headings))];
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
