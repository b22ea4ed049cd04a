using System.Text.Json;
using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Parsing;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Tests.Documents;
using KnowledgePlatform.TestKit;
using Xunit;

namespace KnowledgePlatform.Parsers.Tests;

/// <summary>The sample archive: each passage that answers a question is read letter by letter, on the page where it stands.</summary>
public partial class SampleDocumentsTests
{
    private static readonly string Samples = Path.Combine(Repository.Root, "deploy", "samples");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Path.Combine(Samples, "documents")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void The_passages_that_answer_are_read_as_they_stand(string file)
    {
        var read = Read.Bytes(File.ReadAllBytes(Path.Combine(Samples, "documents", file)), file);

        Assert.Equal(ParseStatus.Completed, read.Outcome.Status);
        foreach (var question in Questions().Where(question => question.File == file))
        {
            var pages = read.Pages.Where(page => question.Page is null || page.Number == question.Page);
            Assert.Contains(Folded(question.Passage), Folded(string.Join('\n', pages.Select(page => page.Text))), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_word_of_the_PDFs_has_a_box_on_its_page()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(Samples, "documents"), "*.pdf"))
        {
            ParseResult read = Read.Bytes(File.ReadAllBytes(path), Path.GetFileName(path));
            foreach (var page in read.Pages)
            {
                var covered = page.Words.Sum(word => word.Length);
                var visible = page.Text.Count(c => !char.IsWhiteSpace(c));
                Assert.Equal(visible, covered);
                Assert.All(page.Words, word => Assert.True(word.Box.Left >= -1 && word.Box.Right <= page.Width + 1 && word.Box.Top >= -1 && word.Box.Bottom <= page.Height + 1));
            }
        }
    }

    private static Question[] Questions() => [.. new[] { "questions.json", "hard-questions.json" }.SelectMany(name =>
        JsonSerializer.Deserialize<Question[]>(File.ReadAllText(Path.Combine(Samples, name)), JsonSerializerOptions.Web)!).Where(question => question.Passage is not null)];

    private static string Folded(string text) => WhiteSpace().Replace(text, " ");

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex WhiteSpace();

    private sealed record Question(string File, int? Page, string Passage);
}
