using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Retrieval.Synonyms;

/// <summary>How lists of synonyms are used. Section "Retrieval:Synonyms".</summary>
public sealed class SynonymOptions
{
    /// <summary>Words that synonyms add to a question at most; 0 uses no synonyms. Default 20: more than that is another question.</summary>
    [Range(0, 200)]
    public int MaxAddedWords { get; set; } = 20;

    /// <summary>
    /// Meanings that are added to the text whose vector is searched, one of each abbreviation found, at most so many; 0 leaves it as it was typed. Default 3; that it helps is measured in
    /// docs/quality.md.
    /// </summary>
    [Range(0, 20)]
    public int EmbeddedMeanings { get; set; } = 3;

    /// <summary>Seconds after which an edit by another process is seen at the latest. Default 2.</summary>
    [Range(0, 3600)]
    public int ReloadSeconds { get; set; } = 2;

    /// <summary>Longest list in characters. Default 500,000, some 10,000 entries.</summary>
    [Range(1_000, 10_000_000)]
    public int MaxListLength { get; set; } = 500_000;
}
