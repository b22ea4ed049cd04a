using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Answers.Conflicts;

/// <summary>How passages that disagree are shown. Section "Answers:Conflicts".</summary>
public sealed class ConflictOptions
{
    /// <summary>Conflicts that an answer shows at most; 0: none are looked for. Default 2.</summary>
    [Range(0, 20)]
    public int Most { get; set; } = 2;

    /// <summary>Passages that are shown beside each other in one. Default 4.</summary>
    [Range(2, 20)]
    public int MostSides { get; set; } = 4;
}
