using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Usage;

namespace KnowledgePlatform.Portal.Settings;

internal sealed class ComparisonForm
{
    [Required(ErrorMessage = "Enter what the price is of, such as a provider's model."), StringLength(100, ErrorMessage = "At most 100 characters.")]
    public string Name { get; set; } = "";

    [Range(0, TokenPrices.Highest, ErrorMessage = "From 0 to 1,000,000.")]
    public decimal PromptPrice { get; set; }

    [Range(0, TokenPrices.Highest, ErrorMessage = "From 0 to 1,000,000.")]
    public decimal CompletionPrice { get; set; }
}
