using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Portal.Documents.Viewer;

/// <summary>A word of the text layer.</summary>
/// <param name="Text">The word.</param>
/// <param name="Left">In points from the page's left edge.</param>
/// <param name="Width">In points.</param>
internal readonly record struct LayerWord(string Text, float Left, float Width);

/// <summary>A line of the text layer: words beside each other, in reading order.</summary>
internal sealed record LayerLine(float Top, float Height, IReadOnlyList<LayerWord> Words)
{
    /// <summary>Where the letters stand: a fifth of a line's height lies below them.</summary>
    public float Baseline => Top + (Height * 0.8f);
}

/// <summary>A highlighted stretch of a line.</summary>
internal readonly record struct LayerMark(float Left, float Top, float Width, float Height);

/// <summary>Makes the text layer and the highlights of a page from the boxes of its words (six numbers each: start, length, left, top, right, bottom).</summary>
internal static class WordLines
{
    // Air around a highlight, so that it does not touch the letters.
    private const float Air = 1.2f;

    public static IReadOnlyList<LayerLine> Lines(StoredPage page) => [.. Group(page).Select(line => Line(page, line))];

    public static IReadOnlyList<LayerMark> Marks(StoredPage page, IReadOnlyList<PageSpan> spans)
    {
        var here = spans.Where(span => span.Page == page.Number).ToList();
        var marks = new List<LayerMark>();
        foreach (var line in Group(page))
        {
            // A line may hold two stretches with words between them that are not meant.
            var run = new List<int>();
            foreach (var word in line)
            {
                if (here.Exists(span => span.Touches((int)page.Words[word], (int)page.Words[word + 1])))
                {
                    run.Add(word);
                }
                else
                {
                    Flush(page, run, marks);
                }
            }

            Flush(page, run, marks);
        }

        return marks;
    }

    /// <summary>Where words stand that the recogniser was not sure of.</summary>
    public static IReadOnlyList<LayerMark> Doubts(StoredPage page) => page.Confidences is not { } sure ? [] :
    [
        .. page.Words.Chunk(6).Take(sure.Length).Where((_, word) => sure[word] < StoredPage.Doubtful)
            .Select(word => new LayerMark(word[2], word[3], word[4] - word[2], word[5] - word[3])),
    ];

    private static void Flush(StoredPage page, List<int> run, List<LayerMark> marks)
    {
        if (run.Count > 0)
        {
            var left = run.Min(word => page.Words[word + 2]) - Air;
            var top = run.Min(word => page.Words[word + 3]) - Air;
            marks.Add(new LayerMark(left, top, run.Max(word => page.Words[word + 4]) - left + Air, run.Max(word => page.Words[word + 5]) - top + Air));
            run.Clear();
        }
    }

    // Words follow each other in reading order; a line ends where the next word stands lower, higher, or further left.
    private static List<List<int>> Group(StoredPage page)
    {
        var lines = new List<List<int>>();
        for (var i = 0; i + 5 < page.Words.Length; i += 6)
        {
            if (lines.Count > 0 && SameLine(page.Words, lines[^1][^1], i))
            {
                lines[^1].Add(i);
            }
            else
            {
                lines.Add([i]);
            }
        }

        return lines;
    }

    private static bool SameLine(float[] words, int before, int word)
    {
        var middle = (words[word + 3] + words[word + 5]) / 2;
        var rightToLeft = words[word + 4] <= words[before + 2] + 1;
        var goesOn = words[word + 2] >= words[before + 4] - 1 || rightToLeft;
        // Across a gutter is another column, not the same line.
        var gap = rightToLeft ? words[before + 2] - words[word + 4] : words[word + 2] - words[before + 4];
        return goesOn && middle > words[before + 3] && middle < words[before + 5] && gap < 3 * (words[before + 5] - words[before + 3]);
    }

    private static LayerLine Line(StoredPage page, List<int> words)
    {
        var top = words.Min(word => page.Words[word + 3]);
        return new LayerLine(top, Math.Max(1, words.Max(word => page.Words[word + 5]) - top), [.. words.Select(at => Word(page, at))]);
    }

    private static LayerWord Word(StoredPage page, int at) => new(
        page.Text.Substring((int)page.Words[at], (int)page.Words[at + 1]), page.Words[at + 2], Math.Max(0.5f, page.Words[at + 4] - page.Words[at + 2]));
}
