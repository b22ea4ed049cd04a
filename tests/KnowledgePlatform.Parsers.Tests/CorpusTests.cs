using System.Globalization;
using System.Text;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests;

/// <summary>Real files, which are too many and too large for the repository: KP_CORPUS names a folder with them.</summary>
public class CorpusTests
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("KP_CORPUS");

    [Fact]
    public async Task Every_real_file_ends_with_text_or_a_reason_and_none_breaks_the_child()
    {
        Assert.SkipWhen(Folder is null, "KP_CORPUS is not set: it names a folder with real documents");
        var client = new ParserClient(new ParsingOptions { ParserPath = ParserProgram.Used });
        var outcomes = new List<(string File, ParseSummary Summary, TimeSpan Took)>();
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) is not ("INDEX.tsv" or "README.md")).Order(StringComparer.Ordinal))
        {
            var began = TimeProvider.System.GetTimestamp();
            var summary = await client.ParseAsync(file, Path.GetFileName(file), (_, _) => ValueTask.CompletedTask, TestContext.Current.CancellationToken);
            outcomes.Add((Path.GetRelativePath(Folder, file), summary, TimeProvider.System.GetElapsedTime(began)));
        }

        TestContext.Current.TestOutputHelper?.WriteLine(Table(outcomes));
        Assert.NotEmpty(outcomes);
        Assert.DoesNotContain(outcomes, one => one.Summary.Outcome.Status is not (ParseStatus.Completed or ParseStatus.Partial or ParseStatus.Refused));
    }

    private static string Table(List<(string File, ParseSummary Summary, TimeSpan Took)> outcomes)
    {
        var table = new StringBuilder();
        foreach (var group in outcomes.GroupBy(one => one.Summary.Outcome.Code).OrderByDescending(group => group.Count()))
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"{group.Key,-24} {group.Count(),4}");
        }

        foreach (var (file, summary, _) in outcomes.Where(one => one.Summary.Outcome.Status == ParseStatus.Refused))
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"{file}: {summary.Outcome.Sentence}");
        }

        foreach (var (file, _, took) in outcomes.OrderByDescending(one => one.Took).Take(5))
        {
            table.AppendLine(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.0} s {file}");
        }

        return table.ToString();
    }
}
