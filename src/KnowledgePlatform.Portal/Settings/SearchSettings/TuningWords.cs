using System.Globalization;
using KnowledgePlatform.Core.Retrieval.Tuning;

namespace KnowledgePlatform.Portal.Settings.SearchSettings;

/// <summary>A search setting as a person reads it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Help">What it does.</param>
/// <param name="Value">Its value in words.</param>
internal sealed record ShownSetting(string Name, string Help, Func<SearchTuning, string> Value);

/// <summary>Search settings in words.</summary>
internal static class TuningWords
{
    public static readonly ShownSetting LexicalWeight = new(
        "Weight of words", "What the words of a question count for beside its meaning.", tuning => Number(tuning.LexicalWeight));

    public static readonly ShownSetting NeighbourWeight = new(
        "Weight of neighbours", "What the most similar passages count for in the score of each; 0 leaves scores as they are.", tuning => Number(tuning.NeighbourWeight));

    public static readonly ShownSetting Neighbours = new(
        "Neighbours", "How many of the most similar passages count.", tuning => Number(tuning.Neighbours));

    public static readonly ShownSetting NamedDocumentWeight = new(
        "Weight of a named document", "How far passages of a document go up whose title the question names; 0 takes no notice.", tuning => Number(tuning.NamedDocumentWeight));

    public static readonly ShownSetting LeastTitleShare = new(
        "Share of the title", "Share of the telling words of a title that a question holds when it names the document.", tuning => Number(tuning.LeastTitleShare));

    public static readonly ShownSetting Synonyms = new(
        "Synonyms", "Lists of synonyms add to questions.", tuning => OnOff(tuning.Synonyms));

    public static readonly ShownSetting NearDuplicates = new(
        "Near-duplicates behind", "Passages that say nearly the same as a better one are put behind.", tuning => OnOff(tuning.NearDuplicates));

    public static readonly ShownSetting Reranker = new(
        "Reranker", "The operator's reranker orders the first passages anew, where there is one.", tuning => OnOff(tuning.Reranker));

    public static readonly ShownSetting RerankerWeight = new(
        "Weight of the reranker", "What its judgement counts for beside the order before.", tuning => Number(tuning.RerankerWeight));

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static readonly IReadOnlyList<ShownSetting> All =
        [LexicalWeight, NeighbourWeight, Neighbours, NamedDocumentWeight, LeastTitleShare,
         Synonyms, NearDuplicates, Reranker, RerankerWeight];

    /// <summary>What differs from one to the other, as "Weight of words .5 → .4".</summary>
    public static string Changes(SearchTuning from, SearchTuning to)
    {
        var changes = All.Where(setting => setting.Value(from) != setting.Value(to)).Select(setting => $"{setting.Name} {setting.Value(from)} → {setting.Value(to)}").ToList();
        return changes.Count == 0 ? "nothing" : string.Join("; ", changes);
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private static string OnOff(bool on) => on ? "on" : "off";
}
