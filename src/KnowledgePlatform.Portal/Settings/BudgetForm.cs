using System.ComponentModel.DataAnnotations;
using KnowledgePlatform.Core.Usage.Budgets;

namespace KnowledgePlatform.Portal.Settings;

internal sealed class BudgetForm
{
    /// <summary>Empty for the installation, else "person" or "group" and the id.</summary>
    public string Subject { get; set; } = "";

    [Range(0, 1_000_000_000, ErrorMessage = "From 0 to 1,000,000,000.")]
    public decimal Amount { get; set; }

    [Range(1, 100, ErrorMessage = "From 1 to 100.")]
    public int WarnPercent { get; set; }

    public bool Stops { get; set; } = true;

    public BudgetDraft Draft()
    {
        var parts = Subject.Split(' ');
        Guid? id = parts.Length == 2 && Guid.TryParse(parts[1], out var read) ? read : null;
        return new BudgetDraft(parts[0] == "person" ? id : null, parts[0] == "group" ? id : null, Amount, WarnPercent, Stops);
    }
}
