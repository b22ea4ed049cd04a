using System.Globalization;

namespace KnowledgePlatform.Portal.Documents.Viewer;

/// <summary>A stretch of a page's text that the viewer highlights.</summary>
/// <param name="Page">From 1.</param>
/// <param name="Start">First UTF-16 code unit in the page's text.</param>
/// <param name="Length">Number of code units.</param>
public readonly record struct PageSpan(int Page, int Start, int Length)
{
    private const int MostSpans = 200;

    /// <summary>True when the two stretches share a character.</summary>
    public bool Touches(int start, int length) => start < Start + Length && Start < start + length;

    /// <summary>Reads pieces of a citation: three numbers each.</summary>
    public static IReadOnlyList<PageSpan> Of(IReadOnlyList<int> pieces)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        var spans = new List<PageSpan>();
        for (var i = 0; i + 2 < pieces.Count; i += 3)
        {
            spans.Add(new PageSpan(pieces[i], pieces[i + 1], pieces[i + 2]));
        }

        return spans;
    }

    /// <summary>Reads spans of an address, <c>1.20.35,2.0.12</c>; what is no span is left out.</summary>
    public static IReadOnlyList<PageSpan> Parse(string? text)
    {
        var spans = new List<PageSpan>();
        foreach (var part in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Take(MostSpans))
        {
            var numbers = part.Split('.');
            if (numbers.Length == 3 && Number(numbers[0], out var page) && Number(numbers[1], out var start) && Number(numbers[2], out var length))
            {
                spans.Add(new PageSpan(page, start, length));
            }
        }

        return spans;
    }

    /// <summary>Writes spans as <see cref="Parse"/> reads them.</summary>
    public static string Write(IEnumerable<PageSpan> spans) =>
        string.Join(',', spans.Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.Page}.{span.Start}.{span.Length}")));

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
