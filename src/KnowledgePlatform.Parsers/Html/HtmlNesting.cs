using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Html;

/// <summary>
/// Counts how deeply a page's tags nest before they are parsed: the parser looks through all open elements at each tag, so that a page of
/// a hundred kilobytes that only opens elements takes minutes.
/// </summary>
internal static class HtmlNesting
{
    private const int LongestName = 20;

    // Elements without content, and those whose end tag pages may leave out: they do not nest by themselves.
    private static readonly HashSet<string> Flat = new(StringComparer.OrdinalIgnoreCase)
    {
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
        "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "rp", "rt", "html", "head", "body",
    };

    private static readonly string[] Raw = ["script", "style", "textarea", "title"];

    /// <summary>Looks at the tags once.</summary>
    /// <exception cref="RefusedException">Nested too deeply.</exception>
    public static void Check(string html, int deepest)
    {
        var depth = 0;
        var flat = Flat.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = html.IndexOf('<', StringComparison.Ordinal); at >= 0 && at + 1 < html.Length; at = html.IndexOf('<', at + 1))
        {
            if (EndOfRaw(html, at) is { } end)
            {
                at = end;
                continue;
            }

            var isEnd = html[at + 1] == '/';
            var name = NameAt(html, isEnd ? at + 2 : at + 1);
            if (name.Length == 0 || flat.Contains(name))
            {
                continue;
            }

            depth = isEnd ? Math.Max(0, depth - 1) : depth + 1;
            if (depth > deepest)
            {
                throw new RefusedException(ParseCodes.NestedTooDeeply, $"The page nests its elements deeper than is accepted ({deepest:N0} levels).");
            }
        }
    }

    // Comments, scripts and styles hold no tags: "i<n" is a comparison. The end is the place before what closes them, or the page's.
    private static int? EndOfRaw(string html, int at)
    {
        if (string.CompareOrdinal(html, at, "<!--", 0, 4) == 0)
        {
            return EndOf(html.IndexOf("-->", at, StringComparison.Ordinal), html);
        }

        foreach (var name in Raw)
        {
            if (NameAt(html, at + 1).Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return EndOf(html.IndexOf("</" + name, at, StringComparison.OrdinalIgnoreCase), html);
            }
        }

        return null;
    }

    private static int EndOf(int found, string html) => found < 0 ? html.Length - 1 : found;

    private static ReadOnlySpan<char> NameAt(string html, int start)
    {
        var end = start;
        while (end < html.Length && end - start < LongestName && char.IsAsciiLetterOrDigit(html[end]))
        {
            end++;
        }

        return html.AsSpan(start, end - start);
    }
}
