using System.Text.RegularExpressions;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Architecture.Tests;

/// <summary>Rules of the house that a compiler does not know.</summary>
public sealed partial class SourceTests
{
    private const int LongestFile = 400;

    public static TheoryData<string, string> Banned => new()
    {
        { @"DateTime(Offset)?\.(Utc)?Now", "use TimeProvider" },
        { @"\.Result\b(?!\w)\s*[;,)]", "await it" },
        { @"\(MarkupString\)|MarkupString\(", "text of documents is data" },
        { @"#pragma warning disable [^/]*$|#nullable disable|#region", "mend it, or say why" },
        { @"Thread\.Sleep", "wait for what you wait for" },
    };

    [Theory]
    [MemberData(nameof(Banned))]
    public void Source_holds_none_of_what_is_banned(string pattern, string instead)
    {
        var found = Sources("src", "*.cs", "*.razor")
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (File: Name(file), Line: i + 1, Text: line)))
            .Where(line => Regex.IsMatch(line.Text, pattern) && !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal));
        Assert.True(!found.Any(), $"{instead}: " + string.Join("; ", found.Select(line => $"{line.File}:{line.Line}")));
    }

    [Fact]
    public void Files_can_be_held_in_the_head() => Assert.Empty(
        Sources("src", "*.cs", "*.razor", "*.css", "*.js").Concat(Sources("tests", "*.cs"))
            .Where(file => File.ReadLines(file).Count() > LongestFile).Select(Name));

    [Fact]
    public void Pages_load_nothing_from_elsewhere() => Assert.Empty(
        Sources("src/KnowledgePlatform.Portal", "*.razor", "*.css", "*.js")
            .SelectMany(file => File.ReadLines(file).Where(line => Elsewhere().IsMatch(line)).Select(line => $"{Name(file)}: {line.Trim()}")));

    // 1000: ingestion, 2000: chat, 3000: parsing, 4000: portal, 5000: worker, 6000: retrieval, 7000: answers.
    [Fact]
    public void Event_id_stands_for_one_event() => Assert.Empty(
        Sources("src", "*.cs").SelectMany(file => EventId().Matches(File.ReadAllText(file))).GroupBy(match => match.Groups[1].Value)
            .Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Migrations_are_numbered_and_dated_without_gaps()
    {
        var names = Directory.EnumerateFiles(Path.Combine(Repository.Root, "migrations")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ToList();
        Assert.All(names, (name, i) => Assert.Matches($@"^{i + 1:0000}_\d{{4}}-\d\d-\d\d_[a-z_]+\.sql$", name));
    }

    private static IEnumerable<string> Sources(string folder, params string[] patterns) => patterns
        .SelectMany(pattern => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories))
        .Where(file => !Name(file).Contains("/bin/", StringComparison.Ordinal) && !Name(file).Contains("/obj/", StringComparison.Ordinal));

    private static string Name(string file) => Path.GetRelativePath(Repository.Root, file);

    [GeneratedRegex(@"EventId = (\d+)")]
    private static partial Regex EventId();

    [GeneratedRegex("""(src|href|url|import|fetch)\s*[=(]?\s*["'(]?\s*(https?:)?//[a-z]""", RegexOptions.IgnoreCase)]
    private static partial Regex Elsewhere();
}
