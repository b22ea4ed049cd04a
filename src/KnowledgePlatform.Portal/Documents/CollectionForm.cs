using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>Name, description and embedding models of a collection, as entered.</summary>
public sealed class CollectionForm
{
    /// <summary>The name.</summary>
    [Required(ErrorMessage = "Enter a name.")]
    [StringLength(100, ErrorMessage = "At most 100 characters.")]
    public string Name { get; set; } = "";

    /// <summary>What it is for.</summary>
    [StringLength(1000, ErrorMessage = "At most 1,000 characters.")]
    public string Description { get; set; } = "";

    /// <summary>One of <see cref="EmbeddingProfiles"/>; null where it is not asked: a new collection has the default.</summary>
    public string? EmbeddingProfile { get; set; }
}
