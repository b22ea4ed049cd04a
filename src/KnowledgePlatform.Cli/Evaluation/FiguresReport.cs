using System.Globalization;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>The figures of a reading beside what is asked for, as fields of --json and as Markdown.</summary>
internal sealed class FiguresReport(ReadingFigures figures, ReadingCost? cost)
{
    private readonly IReadOnlyList<(string Name, double Similarity)> _twins = figures.Twins();

    /// <summary>Adds the fields of --json; null for what could not be measured on this folder.</summary>
    public void AddTo(Dictionary<string, object?> sums)
    {
        sums["positions_iou60"] = Round(figures.Positions.Share());
        sums["positions_shared_words"] = figures.Positions.Shared;
        sums["twins"] = _twins.Count;
        sums["twins_similarity_mean"] = _twins.Count > 0 ? Round(_twins.Average(twin => twin.Similarity)) : null;
        sums["speed_files"] = cost?.Files;
        sums["cpu_ratio"] = Round(cost?.Ratio);
        sums["parser_cpu_seconds"] = Round(cost?.Parser);
        sums["poppler_cpu_seconds"] = Round(cost?.Poppler);
        sums["pages_per_cpu_second"] = Round(cost?.PagesPerSecond);
        sums["peak_pages"] = cost?.PeakPages;
        sums["peak_megabytes"] = cost is null ? null : Math.Round(cost.PeakBytes / 1e6);
        sums["scans"] = figures.Scans.Count;
        sums["scans_accuracy_mean"] = figures.Scans.Count > 0 ? Round(figures.Scans.Average(scan => scan.Accuracy)) : null;
    }

    /// <summary>Writes the figures and the tables of twins and scans.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine("| figure | measured | asked for |");
        output.WriteLine("|---|---:|---|");
        Row(output, $"boxes that cover the word as pdftotext -bbox has it, of 500 of {figures.Positions.Shared} words (intersection over union .6; {figures.Positions.Unshared} more words are cut otherwise)", figures.Positions.Share(), "0.990");
        Row(output, $"PDFs beside the text files of the same name, words in order, mean of {_twins.Count}", _twins.Count > 0 ? _twins.Average(twin => twin.Similarity) : null, "0.970");
        if (cost is not null)
        {
            Row(output, string.Create(CultureInfo.InvariantCulture, $"processor time beside pdftotext -bbox-layout on {cost.Files} PDFs ({cost.Parser:0.0} s, {cost.Poppler:0.0} s)"), cost.Ratio, "at most 4");
            Row(output, $"pages a second of processor time, {cost.Pages} pages, a process a file", cost.PagesPerSecond, "");
            Row(output, $"peak memory for a PDF of {cost.PeakPages} pages, MB", cost.PeakBytes / 1e6, "below 500");
        }

        output.WriteLine();
        Table(output, "PDF whose boxes differ from poppler's", "words covered", figures.Positions.Below(0.99).Select(document => (document.Name, (int?)document.Words, document.Share)));
        Table(output, "PDF beside its text file", "similarity", _twins.Select(twin => (twin.Name, (int?)null, twin.Similarity)));
        Table(output, "scan beside an excerpt that a person read", "accuracy", figures.Scans.Select(scan => (scan.Name, (int?)scan.Words, scan.Accuracy)));
    }

    private static void Table(TextWriter output, string subject, string figure, IEnumerable<(string Name, int? Words, double Value)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
        {
            return;
        }

        output.WriteLine($"| {subject} | words | {figure} |");
        output.WriteLine("|---|---:|---:|");
        foreach (var (name, words, value) in all)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {ReadingReport.Cell(name)} | {words} | {value:0.000} |"));
        }

        output.WriteLine();
    }

    private static void Row(TextWriter output, string figure, double? value, string goal) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {figure} | {value:0.###} | {goal} |"));

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 4) : null;
}
