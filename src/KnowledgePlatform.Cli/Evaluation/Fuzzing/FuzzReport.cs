using System.Globalization;

namespace KnowledgePlatform.Cli.Evaluation.Fuzzing;

/// <summary>What came of many inputs, as Markdown and as sums.</summary>
internal sealed class FuzzReport(IReadOnlyList<FuzzResult> results, int seed, double seconds)
{
    private const int LongestFault = 200;

    /// <summary>Writes a table of the kinds, one of the codes, and a line for each fault and each input that ended at a limit.</summary>
    public void Write(TextWriter output)
    {
        output.WriteLine(Told($"Seed {seed}, inputs {results.FirstOrDefault()?.Number} to {results.LastOrDefault()?.Number}: {results.Count} read in {seconds:0} s."));
        output.WriteLine();
        output.WriteLine("| kind | inputs | read | in part | refused | stopped at a limit | faults | slowest, s |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var kind in results.GroupBy(result => result.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal))
        {
            output.WriteLine(Row(kind.Key, [.. kind]));
        }

        output.WriteLine(Row("all", results));
        output.WriteLine();
        output.WriteLine("| code | inputs |");
        output.WriteLine("|---|---:|");
        foreach (var code in results.CountBy(result => result.Code).OrderByDescending(code => code.Value).ThenBy(code => code.Key, StringComparer.Ordinal))
        {
            output.WriteLine(Told($"| {code.Key} | {code.Value} |"));
        }

        List(output, "Faults", FuzzEnding.Fault);
        List(output, "Stopped at a limit", FuzzEnding.Stopped);
    }

    /// <summary>The same for programs.</summary>
    public object Sums() => new
    {
        seed, seconds, inputs = results.Count,
        kinds = results.GroupBy(result => result.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal).ToDictionary(
            kind => kind.Key, kind => kind.CountBy(result => result.Ending).ToDictionary(ending => ending.Key.ToString().ToLowerInvariant(), ending => ending.Value)),
        codes = results.CountBy(result => result.Code).ToDictionary(code => code.Key, code => code.Value),
        faults = results.Where(result => result.Ending is FuzzEnding.Fault or FuzzEnding.Stopped)
            .Select(result => new { result.Number, result.File, result.How, ending = result.Ending.ToString().ToLowerInvariant(), result.Code, result.Fault, result.Seconds }),
    };

    private static string Row(string kind, IReadOnlyList<FuzzResult> all)
    {
        int Of(FuzzEnding ending) => all.Count(result => result.Ending == ending);
        return Told($"| {kind} | {all.Count} | {Of(FuzzEnding.Read)} | {Of(FuzzEnding.Partial)} | {Of(FuzzEnding.Refused)} | {Of(FuzzEnding.Stopped)} | {Of(FuzzEnding.Fault)} | {all.Select(result => result.Seconds).DefaultIfEmpty().Max():0.0} |");
    }

    private void List(TextWriter output, string title, FuzzEnding ending)
    {
        var listed = results.Where(result => result.Ending == ending).ToList();
        if (listed.Count == 0)
        {
            return;
        }

        output.WriteLine();
        output.WriteLine(Told($"{title}:"));
        foreach (var result in listed)
        {
            var fault = (result.Fault ?? result.Code).ReplaceLineEndings(" ");
            output.WriteLine(Told($"- {result.Number}, {result.File} ({result.How}), {result.Seconds:0.0} s: {(fault.Length > LongestFault ? fault[..LongestFault] : fault)}"));
        }
    }

    private static string Told(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
