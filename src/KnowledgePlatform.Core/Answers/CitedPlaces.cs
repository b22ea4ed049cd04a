using System.Globalization;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Answers;

/// <summary>Names where a citation stands as lawyers do: by the page's own name, the numbers before its lines and the identifier stamped on it.</summary>
internal static class CitedPlaces
{
    private const int NumbersPerPiece = 3;

    /// <summary>The citations with their <see cref="AnswerCitation.Place"/> where a page has more of a name than its number; a recording's time is kept.</summary>
    public static async Task<IReadOnlyList<AnswerCitation>> NameAsync(
        DatabaseSession session, IReadOnlyList<AnswerCitation> citations, CancellationToken cancellationToken)
    {
        var ends = citations.SelectMany(citation => new[] { (citation.VersionId, Page: citation.FirstPage), (citation.VersionId, Page: LastPage(citation)) }).Distinct().ToList();
        var pages = await session.QueryAsync<NamedPage>(
            """
            select p.version_id, p.number, p.label, p.bates, p.line_numbers, case when p.line_numbers is not null then p.words end as words
            from unnest(@versions, @numbers) as wanted (version_id, number) join pages p using (version_id, number)
            where p.label is not null or p.bates is not null or p.line_numbers is not null
            """, new { versions = ends.Select(end => end.VersionId).ToArray(), numbers = ends.Select(end => end.Page).ToArray() }, cancellationToken).ConfigureAwait(false);
        var named = pages.ToDictionary(page => (page.VersionId, page.Number));
        return [.. citations.Select(citation => citation with { Place = citation.Place ?? Describe(
            citation, named.GetValueOrDefault((citation.VersionId, citation.FirstPage)), named.GetValueOrDefault((citation.VersionId, LastPage(citation)))) })];
    }

    /// <summary>The place in words; null when the number of the page says all.</summary>
    /// <param name="citation">The citation.</param>
    /// <param name="first">The page on which it begins, when that has a name.</param>
    /// <param name="last">The page on which it ends, when that has a name; may be the same.</param>
    internal static string? Describe(AnswerCitation citation, NamedPage? first, NamedPage? last)
    {
        var pages = citation.Pieces.Length > 0 ? citation.Pieces.Chunk(NumbersPerPiece).ToLookup(piece => piece[0]) : null;
        var from = first is null ? null : Lines(first, pages?[first.Number].ToList() ?? []);
        var to = last is null ? null : Lines(last, pages?[last.Number].ToList() ?? []);
        var onePage = LastPage(citation) == citation.FirstPage;
        var place = Page(citation.FirstPage, first);
        if (from is { } lines)
        {
            place += onePage && lines.Last > lines.First ? $", lines {lines.First} to {lines.Last}" : $", line {lines.First}";
        }

        if (!onePage && (from ?? to) is not null)
        {
            place += $" to {Page(LastPage(citation), last)}{(to is { } end ? $", line {end.Last}" : "")}";
        }

        if (first?.Bates is { } bates)
        {
            place += ", " + bates + (last?.Bates is { } until && until != bates ? " to " + until : "");
        }

        return place == Page(citation.FirstPage, null) ? null : place;
    }

    private static string Page(int number, NamedPage? page) => page?.Label is { } label
        ? string.Create(CultureInfo.InvariantCulture, $"page {label} ({number} of the file)")
        : string.Create(CultureInfo.InvariantCulture, $"page {number}");

    // The numbered lines that the words of the pieces stand in: a line's number is set beside the middle of its words.
    private static (int First, int Last)? Lines(NamedPage page, IReadOnlyList<int[]> pieces)
    {
        if (page.LineNumbers is not { Length: > 0 } lines || page.Words is not { } words)
        {
            return null;
        }

        var middles = words.Chunk(PageMessage.NumbersPerWord)
            .Where(word => pieces.Any(piece => word[0] < piece[1] + piece[2] && piece[1] < word[0] + word[1]))
            .Select(word => (word[3] + word[5]) / 2).ToList();
        var numbers = lines.Chunk(PageMessage.NumbersPerLine).Where(line => middles.Exists(middle => middle >= line[1] && middle <= line[2])).Select(line => (int)line[0]).ToList();
        return numbers.Count == 0 ? null : (numbers[0], numbers[^1]);
    }

    private static int LastPage(AnswerCitation citation) => citation.Pieces.Length >= NumbersPerPiece ? citation.Pieces[^NumbersPerPiece] : citation.FirstPage;

    /// <summary>A page that has more of a name than its number. Words: six numbers a word, where it numbers its lines.</summary>
    internal sealed record NamedPage(Guid VersionId, int Number, string? Label, string? Bates, float[]? LineNumbers, float[]? Words);
}
