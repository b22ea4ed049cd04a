namespace KnowledgePlatform.Core.Retrieval;

/// <summary>The part of a passage that shows why it was found.</summary>
/// <param name="Text">Out of the passage, unchanged.</param>
/// <param name="Marks">Two numbers a mark: start and length in <paramref name="Text"/>.</param>
/// <param name="IsCutBefore">True when the passage begins before it.</param>
/// <param name="IsCutAfter">True when the passage goes on after it.</param>
public sealed record Snippet(string Text, IReadOnlyList<int> Marks, bool IsCutBefore, bool IsCutAfter)
{
    // Words before the first mark, so that it does not stand without its sentence.
    private const int Lead = 60;

    /// <summary>The stretch of at most <paramref name="length"/> code units that holds the most different marked words, then the most marks; the beginning when there are none.</summary>
    /// <param name="text">A passage.</param>
    /// <param name="marks">Two numbers a mark, in order.</param>
    /// <param name="length">At least 40.</param>
    public static Snippet Of(string text, IReadOnlyList<int> marks, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(marks);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 40);
        var all = marks.Chunk(2).Where(mark => mark.Length == 2).Select(mark => (Start: mark[0], Length: mark[1])).ToList();
        var (start, end) = text.Length <= length ? (0, text.Length) : Window(text, all, length);
        var inside = all.Where(mark => mark.Start >= start && mark.Start + mark.Length <= end).SelectMany(mark => new[] { mark.Start - start, mark.Length });
        return new Snippet(text[start..end], [.. inside], start > 0, end < text.Length);
    }

    private static (int Start, int End) Window(string text, List<(int Start, int Length)> marks, int length)
    {
        var first = marks.Count == 0 ? 0 : marks.Select(mark => mark.Start).MaxBy(start => Worth(text, marks, start, length - Lead));
        var start = first <= Lead ? 0 : Math.Min(first, WordStart(text, first - Lead, first));
        start = Math.Min(start, WordStart(text, Math.Max(0, text.Length - length), start));
        var end = Math.Min(text.Length, start + length);
        if (end < text.Length)
        {
            var space = text.LastIndexOf(' ', end - 1, Math.Min(Lead, end - start));
            end = space > start ? space : char.IsHighSurrogate(text[end - 1]) ? end - 1 : end;
        }

        return (start, end);
    }

    private static (int Different, int Marks, int Early) Worth(string text, List<(int Start, int Length)> marks, int start, int length)
    {
        var inside = marks.Where(mark => mark.Start >= start && mark.Start + mark.Length <= start + length).ToList();
        return (inside.Select(mark => text.Substring(mark.Start, mark.Length)).Distinct(StringComparer.OrdinalIgnoreCase).Count(), inside.Count, -start);
    }

    // The first word from here on, but none behind the limit; no half of a surrogate pair where there are no spaces.
    private static int WordStart(string text, int from, int limit)
    {
        if (from <= 0)
        {
            return 0;
        }

        for (var at = from; at < limit; at++)
        {
            if (char.IsWhiteSpace(text[at - 1]) && !char.IsWhiteSpace(text[at]))
            {
                return at;
            }
        }

        return from < text.Length && char.IsLowSurrogate(text[from]) ? from - 1 : from;
    }
}
