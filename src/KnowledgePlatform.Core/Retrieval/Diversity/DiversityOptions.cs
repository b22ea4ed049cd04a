using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Retrieval.Diversity;

/// <summary>How passages with nearly the same text are put behind. Section "Retrieval:Diversity".</summary>
public sealed class DiversityOptions
{
    /// <summary>
    /// Share of their runs of three words that two passages have in common when they are taken for the same, 0 to 1; above 1 none are. Default 0.8: one word in forty differs.
    /// Passages with different numbers are never the same.
    /// </summary>
    [Range(0.3, 2.0)]
    public double SameAt { get; set; } = 0.8;

    /// <summary>The first so many passages are compared with each other; 0 compares none. Default 50.</summary>
    [Range(0, 500)]
    public int Among { get; set; } = 50;
}
