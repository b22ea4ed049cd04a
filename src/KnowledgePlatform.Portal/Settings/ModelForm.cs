using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Chat.Registry;
using KnowledgePlatform.Core.Usage;

namespace KnowledgePlatform.Portal.Settings;

internal sealed class ModelForm
{
    [Required(ErrorMessage = "Enter a name."), StringLength(100, ErrorMessage = "At most 100 characters.")]
    public string Name { get; set; } = "";

    [Required(ErrorMessage = "Enter the address of the model's server."), StringLength(500, ErrorMessage = "At most 500 characters.")]
    public string Url { get; set; } = "";

    [StringLength(500, ErrorMessage = "At most 500 characters.")]
    public string ServerModel { get; set; } = "";

    public string Key { get; set; } = "";

    public bool RemoveKey { get; set; }

    [Range(0, 16_777_216, ErrorMessage = "From 0 to 16,777,216.")]
    public int ContextTokens { get; set; }

    [Range(0, TokenPrices.Highest, ErrorMessage = "From 0 to 1,000,000.")]
    public decimal PromptPrice { get; set; }

    [Range(0, TokenPrices.Highest, ErrorMessage = "From 0 to 1,000,000.")]
    public decimal CompletionPrice { get; set; }

    public bool Images { get; set; }

    public bool Tools { get; set; }

    public bool Enabled { get; set; } = true;

    public static ModelForm Of(RegisteredModel model) => new()
    {
        Name = model.Name, Url = model.Url, ServerModel = model.ServerModel, ContextTokens = model.ContextTokens, PromptPrice = model.PromptPrice, CompletionPrice = model.CompletionPrice,
        Images = model.Images, Tools = model.Tools, Enabled = model.Enabled,
    };

    public ModelDraft Draft() => new(Name, Url, ServerModel, ContextTokens, PromptPrice, CompletionPrice, Images, Tools, Enabled);

    /// <summary>Null keeps the key that is there.</summary>
    public string? NewKey() => RemoveKey ? "" : Key.Length > 0 ? Key : null;
}
