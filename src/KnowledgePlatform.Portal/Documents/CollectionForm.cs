using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>Name and description of a collection, as entered.</summary>
public sealed class CollectionForm
{
    /// <summary>The name.</summary>
    [Required(ErrorMessage = "Enter a name.")]
    [StringLength(100, ErrorMessage = "At most 100 characters.")]
    public string Name { get; set; } = "";

    /// <summary>What it is for.</summary>
    [StringLength(1000, ErrorMessage = "At most 1,000 characters.")]
    public string Description { get; set; } = "";
}
