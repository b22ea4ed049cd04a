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
}
