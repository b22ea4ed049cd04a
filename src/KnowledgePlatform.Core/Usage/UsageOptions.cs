using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Usage;

/// <summary>How the use of models is accounted for. Section "Usage".</summary>
public sealed class UsageOptions
{
    /// <summary>What prices and budgets are in, as ISO 4217 writes it. Shown beside amounts; nothing is converted. Default USD: public prices mostly are.</summary>
    [RegularExpression("^[A-Z]{3}$", ErrorMessage = "Usage:Currency is three capital letters, as EUR")]
    public string Currency { get; set; } = "USD";

    /// <summary>Share of a budget, in percent, from which on people are warned, unless the budget has its own. Default 80.</summary>
    [Range(1, 100)]
    public int WarnPercent { get; set; } = 80;

    /// <summary>Longest range of days that is added up at once. Default 3,660, ten years.</summary>
    [Range(1, 36_600)]
    public int MaxDays { get; set; } = 3_660;

    /// <summary>Rows of a table and of a file; the page and REST say when there are more. Default 100,000, what a spreadsheet still opens well.</summary>
    [Range(1, 1_000_000)]
    public int MaxRows { get; set; } = 100_000;

    /// <summary>Rows that the page shows; the file has all. Default 200.</summary>
    [Range(1, 10_000)]
    public int ShownRows { get; set; } = 200;
}
