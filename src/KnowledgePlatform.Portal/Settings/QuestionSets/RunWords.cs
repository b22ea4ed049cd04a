using System.Globalization;
using KnowledgePlatform.Core.Retrieval.QuestionSets;

namespace KnowledgePlatform.Portal.Settings.QuestionSets;

/// <summary>Sets, runs and comparisons in words and figures.</summary>
internal static class RunWords
{
    private const int Named = 5;

    public static string Settings(int? version) => version is { } number ? $"Version {number}" : "As configured";

    public static string Figure(double value) => value.ToString(".000", CultureInfo.InvariantCulture);

    public static string Change(double value) => (value < -0.0005 ? "−" : value < 0.0005 ? "±" : "+") + Math.Abs(value).ToString(".000", CultureInfo.InvariantCulture);

    public static string Share(double value) => value.ToString("P0", CultureInfo.InvariantCulture).Replace(" ", "", StringComparison.Ordinal);

    public static string Milliseconds(double value) => value.ToString("N0", CultureInfo.InvariantCulture) + " ms";

    public static string P(double value) => value < 0.001 ? "below .001" : value.ToString(".000", CultureInfo.InvariantCulture);

    public static string Rank(int? rank) => rank is { } place ? $"{place}" : "not found";

    /// <summary>A few words about a comparison.</summary>
    public static string Verdict(RunComparison compared, double significant) =>
        compared.Questions == 0 ? "The two runs have no question in common"
        : compared.IsWorse(significant) ? "Worse, by more than chance"
        : compared.IsBetter(significant) ? "Better, by more than chance"
        : compared.Better.Count + compared.Worse.Count == 0 ? "No question moved"
        : "No difference beyond chance";

    public static string Of(QuestionImport import)
    {
        var said = $"{Questions(import.Added)} added, {import.Kept} kept, {import.Retired} taken out.{(import.Unseen > 0 ? $" {Questions(import.Unseen)} about documents that you may not open stayed." : "")}";
        return import.WithoutPassage.Count == 0 ? said
            : $"{said} Words of {Questions(import.WithoutPassage.Count)} stand in no passage, so the document alone counts there: "
                + string.Join(", ", import.WithoutPassage.Take(Named)) + (import.WithoutPassage.Count > Named ? ", …" : ".");
    }

    public static string Questions(int count) => count == 1 ? "1 question" : $"{count:N0} questions";
}
