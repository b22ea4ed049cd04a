using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>The title of a document, as entered.</summary>
public sealed class DocumentForm
{
    /// <summary>The title.</summary>
    [Required(ErrorMessage = "Enter a title.")]
    [StringLength(300, ErrorMessage = "At most 300 characters.")]
    public string Title { get; set; } = "";
}
