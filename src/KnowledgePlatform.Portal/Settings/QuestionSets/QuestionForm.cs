using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Portal.Settings.QuestionSets;

internal sealed class QuestionForm
{
    [Required(ErrorMessage = "Enter a question.")]
    public string Question { get; set; } = "";

    [Required(ErrorMessage = "Name the document.")]
    public string Document { get; set; } = "";

    public string Answer { get; set; } = "";
}

internal sealed class QuestionSetForm
{
    [Required(ErrorMessage = "Enter a name."), StringLength(100, ErrorMessage = "At most 100 characters.")]
    public string Name { get; set; } = "";

    public bool Gate { get; set; }
}
