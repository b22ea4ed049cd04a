using System.Globalization;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>The table of a folder that was read, and its sums.</summary>
internal sealed class ReadingReport(IReadOnlyList<FileReading> files, double seconds, FiguresReport figures)
{
    private const int ReasonsShown = 3;

    private readonly List<double> _agreements = [.. files.Where(file => file.PopplerF1 is not null).Select(file => file.PopplerF1!.Value).Order()];

    /// <summary>The one line of --json.</summary>
    public Dictionary<string, object?> Sums()
    {
        var sums = Counts();
        figures.AddTo(sums);
        OfficeAgreement.AddTo(sums, files);
        return sums;
    }

    private Dictionary<string, object?> Counts() => new()
    {
        ["files"] = files.Count,
        ["read"] = files.Count(file => file.IsRead),
        ["partial"] = files.Count(file => file.IsPartial),
        ["refused"] = files.Count(file => file.IsRefused),
        ["lost"] = files.Count(file => file.IsLost),
        ["hung"] = files.Count(file => file.Hangs),
        ["pages"] = files.Sum(file => file.Pages),
        ["words"] = files.Sum(file => file.Words),
        ["seconds"] = Math.Round(seconds, 1),
        ["poppler_f1_median"] = _agreements.Count == 0 ? null : Math.Round(Median(), 4),
        ["poppler_f1_mean"] = _agreements.Count == 0 ? null : Math.Round(_agreements.Average(), 4),
    };

    /// <summary>Writes the tables as Markdown.</summary>
    public void Write(TextWriter output)
    {
        var sums = Counts();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{files.Count} files in {seconds:0.0} s: {sums["read"]} read, {sums["partial"]} in part, {sums["refused"]} refused, {sums["lost"]} lost, {sums["hung"]} hung; {sums["pages"]} pages, {sums["words"]} words."));
        if (_agreements.Count > 0)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Agreement with pdftotext on {_agreements.Count} PDFs of which it reads text (F1 of the words): median {Median():0.000}, mean {_agreements.Average():0.000}."));
        }

        OfficeAgreement.Write(files, output);
        output.WriteLine();
        figures.Write(output);
        output.WriteLine("| file | kind | outcome | pages | words | seconds | poppler F1 | LibreOffice F1 | what was not read, and why |");
        output.WriteLine("|---|---|---|---:|---:|---:|---:|---:|---|");
        foreach (var file in files)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Cell(file.Name)} | {file.Kind?.ToString().ToLowerInvariant()} | {Verdict(file)} | {file.Pages} | {file.Words} | {file.Seconds:0.0} | {file.PopplerF1:0.000} | {file.OfficeF1:0.000} | {Cell(Reasons(file))} |"));
        }
    }

    private double Median() => _agreements.Count % 2 == 1
        ? _agreements[_agreements.Count / 2]
        : (_agreements[(_agreements.Count / 2) - 1] + _agreements[_agreements.Count / 2]) / 2;

    private static string Verdict(FileReading file) =>
        file.Hangs ? "hangs" : file.IsLost ? "lost" : file.IsRead ? "read" : file.IsPartial ? "in part" : $"refused ({file.Outcome!.Code})";

    private static string Reasons(FileReading file)
    {
        var reasons = file.Skipped.Select(skipped => (skipped.Page is { } page ? $"page {page}: " : "") + skipped.Reason).Distinct().ToList();
        if (file.Outcome is { Status: not ParseStatus.Completed } outcome)
        {
            reasons.Insert(0, outcome.Sentence);
        }

        return string.Join(" ", reasons.Take(ReasonsShown)) + (reasons.Count > ReasonsShown ? $" … and {reasons.Count - ReasonsShown} more" : "");
    }

    // Names and reasons come from files: they must not end a cell, nor look like markup.
    internal static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
