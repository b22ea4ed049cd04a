using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Portal.Settings;

internal sealed class SynonymForm
{
    [Required(ErrorMessage = "Enter a name."), StringLength(100, ErrorMessage = "At most 100 characters.")]
    public string Name { get; set; } = "";

    public string Languages { get; set; } = "";

    public string Entries { get; set; } = "";

    public bool Enabled { get; set; } = true;
}
