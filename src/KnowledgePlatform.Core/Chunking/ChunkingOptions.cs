using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>How documents are cut into passages. Section "Chunking".</summary>
public sealed class ChunkingOptions
{
    /// <summary>
    /// Length in characters that passages have when the section is longer. Default 1,000: the length of the reference measurements, a long paragraph.
    /// </summary>
    [Range(100, 8000)]
    public int TargetCharacters { get; set; } = 1000;

    /// <summary>
    /// Most tokens of a passage's own text. Default 384: with title, headings and marks it stays below the 512 that the embedding model sees.
    /// </summary>
    [Range(32, 8000)]
    public int MaxTokens { get; set; } = 384;

    /// <summary>
    /// Most tokens of title and headings before a passage; longer ones are shortened. Default 112: with 384 of the text, 4 of "passage: " and both marks it fits into
    /// the 512 that the embedding model sees, so that a passage's end is never out of its sight.
    /// </summary>
    [Range(16, 4000)]
    public int MaxContextTokens { get; set; } = 112;
}
