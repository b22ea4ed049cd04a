using System.Text.RegularExpressions;
using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Portal.Documents.Viewer;

/// <summary>Says what is highlighted to whoever cannot see it.</summary>
internal static partial class CitedWords
{
    // A screen reader reads a name in one go: the beginning is enough to know where one is.
    private const int Longest = 300;

    /// <summary>"Cited passage: " and its words on this page.</summary>
    public static string Label(StoredPage page, IReadOnlyList<PageSpan> spans)
    {
        var pieces = spans.Where(span => span.Page == page.Number && span.Start < page.Text.Length)
            .Select(span => page.Text.Substring(span.Start, Math.Min(span.Length, page.Text.Length - span.Start)));
        var words = Spaces().Replace(string.Join(" … ", pieces), " ").Trim();
        return "Cited passage: " + (words.Length > Longest ? string.Concat(words.AsSpan(0, Longest), "…") : words);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
