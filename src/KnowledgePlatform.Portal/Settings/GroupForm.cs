using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Portal.Settings;

internal sealed class GroupForm
{
    [Required(ErrorMessage = "Enter a name."), StringLength(100, ErrorMessage = "At most 100 characters.")]
    public string Name { get; set; } = "";
}
