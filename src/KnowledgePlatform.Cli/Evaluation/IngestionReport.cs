using System.Globalization;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>Writes the outcomes as Markdown: a summary, where the time went, the slowest, and every file.</summary>
internal static class IngestionReport
{
    private const int Slowest = 10;
    private static readonly string[] Stages = ["parse", "chunk", "embed", "publish"];

    public static void Write(TextWriter to, IReadOnlyList<IngestionOutcome> outcomes, TimeSpan sent, TimeSpan all)
    {
        var once = outcomes.Where(one => !one.Again).ToList();
        var (pages, passages) = (once.Sum(one => one.Pages ?? 0), once.Sum(one => one.Passages ?? 0));
        to.WriteLine(Text($"{outcomes.Count} files in {all.TotalSeconds:0} s ({sent.TotalSeconds:0} s of them to send all): {Counts(outcomes)}."));
        to.WriteLine(Text($"{pages} pages, {passages} passages; {once.Count / all.TotalSeconds:0.00} documents/s, {passages / all.TotalSeconds:0.0} passages/s."));
        to.WriteLine("\n| stage | seconds of all workers | share |\n|---|---:|---:|");
        var total = Math.Max(once.Sum(one => one.Seconds), 1e-9);
        foreach (var stage in Stages)
        {
            var seconds = once.Sum(one => one.SecondsOf(stage));
            to.WriteLine(Text($"| {stage} | {seconds:0.0} | {seconds / total:0 %} |"));
        }

        to.WriteLine("\n| kind | files | published | of those in part | failed |\n|---|---:|---:|---:|---:|");
        foreach (var kind in outcomes.GroupBy(one => one.Kind).OrderByDescending(group => group.Count()))
        {
            to.WriteLine(Text(
                $"| {kind.Key} | {kind.Count()} | {kind.Count(IsPublished)} | {kind.Count(one => one.Partial)} | {kind.Count(one => !IsPublished(one))} |"));
        }

        to.WriteLine("\n## Slowest\n");
        WriteTable(to, once.OrderByDescending(one => one.Seconds).Take(Slowest));
        to.WriteLine("\n## Every file\n");
        WriteTable(to, outcomes);
    }

    private static void WriteTable(TextWriter to, IEnumerable<IngestionOutcome> outcomes)
    {
        to.WriteLine("| file | kind | state | pages | passages | seconds | reason |\n|---|---|---|---:|---:|---:|---|");
        foreach (var one in outcomes)
        {
            var state = one.State + (one.Partial ? ", in part" : "") + (one.Again ? ", same bytes" : "");
            to.WriteLine(Text($"| {Cell(one.File)} | {one.Kind} | {state} | {one.Pages} | {one.Passages} | {one.Seconds:0.0} | {Cell(one.Reason)} |"));
        }
    }

    private static string Counts(IEnumerable<IngestionOutcome> outcomes) =>
        string.Join(", ", outcomes.GroupBy(one => one.State).OrderByDescending(group => group.Count()).Select(group => $"{group.Count()} {group.Key}"));

    private static bool IsPublished(IngestionOutcome one) => one.State == "published";

    private static string Cell(string? text) => (text ?? "").ReplaceLineEndings(" ").Replace("|", "\\|", StringComparison.Ordinal);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
