using System.Runtime.InteropServices;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>
/// Puts the words of a page into regions in reading order. Rows (words whose heights overlap) that share an empty vertical strip form a section
/// with columns; columns of running text are read one after the other, columns of a table stay side by side.
/// </summary>
internal static class ColumnSplitter
{
    private const int DeepestNesting = 4;
    private const int FewestRows = 4;
    private const float NarrowestStrip = 0.9f; // em
    private const int FewestCharactersPerLine = 14;
    private const double LeastShareOfRows = 0.3; // of the lines; a table has as many beside the lines that go on with a cell

    /// <summary>Regions in reading order; each word is in one.</summary>
    public static IEnumerable<List<PdfWord>> Split(List<PdfWord> words, int depth = 0)
    {
        if (words.Count < FewestRows * 2 || depth >= DeepestNesting)
        {
            yield return words;
            yield break;
        }

        var em = Median(words.Select(w => w.Size));
        var rows = Rows(words);
        var plain = new List<PdfWord>();
        for (var i = 0; i < rows.Count;)
        {
            var (end, cut) = Section(rows, i, em);
            if (cut is not { } at || Columns(rows, i, end, at) is not { } columns)
            {
                plain.AddRange(rows[i].Words);
                i++;
                continue;
            }

            if (plain.Count > 0)
            {
                yield return plain;
                plain = [];
            }

            foreach (var region in columns.SelectMany(column => Split(column, depth + 1)))
            {
                yield return region;
            }

            i = end;
        }

        if (plain.Count > 0)
        {
            yield return plain;
        }
    }

    // The longest run of rows from here on that leaves a strip free with words on both sides of it.
    private static (int End, float? Cut) Section(List<Row> rows, int start, float em)
    {
        var strips = new List<(float Left, float Right)> { (rows.Min(r => r.Left), rows.Max(r => r.Right)) };
        float? cut = null;
        var (end, left, right) = (start, float.MaxValue, float.MinValue);
        for (var i = start; i < rows.Count; i++)
        {
            strips = Narrow(strips, rows[i], em * NarrowestStrip);
            if (strips.Count == 0)
            {
                break;
            }

            (left, right) = (Math.Min(left, rows[i].Left), Math.Max(right, rows[i].Right));
            if (WidestWithin(strips, left + 0.1f, right - 0.1f) is { } widest)
            {
                (cut, end) = ((widest.Left + widest.Right) / 2, i + 1);
            }
        }

        return end - start >= FewestRows ? (end, cut) : (start, null);
    }

    private static (float Left, float Right)? WidestWithin(List<(float Left, float Right)> strips, float left, float right)
    {
        (float Left, float Right)? widest = null;
        foreach (var strip in strips)
        {
            if (strip.Left > left && strip.Right < right && !(widest is { } other && strip.Right - strip.Left <= other.Right - other.Left))
            {
                widest = strip;
            }
        }

        return widest;
    }

    private static List<(float Left, float Right)> Narrow(List<(float Left, float Right)> strips, Row row, float narrowest)
    {
        var result = new List<(float, float)>();
        foreach (var strip in strips)
        {
            var at = strip.Left;
            foreach (var (left, right) in row.Filled)
            {
                if (left - at >= narrowest && at < strip.Right)
                {
                    AddIfWide(result, at, Math.Min(left, strip.Right), narrowest);
                }

                at = Math.Max(at, right);
            }

            AddIfWide(result, at, strip.Right, narrowest);
        }

        return result;
    }

    private static void AddIfWide(List<(float, float)> strips, float left, float right, float narrowest)
    {
        if (right - left >= narrowest)
        {
            strips.Add((left, right));
        }
    }

    // Two columns of running text, or null when what lies beside the cut reads row by row.
    private static List<PdfWord>[]? Columns(List<Row> rows, int start, int end, float cut)
    {
        var words = rows.Skip(start).Take(end - start).SelectMany(r => r.Words).ToList();
        var left = words.Where(w => (w.Left + w.Right) / 2 < cut).ToList();
        var right = words.Where(w => (w.Left + w.Right) / 2 >= cut).ToList();
        if (!IsRunningText(left, out var leftLines) || !IsRunningText(right, out var rightLines))
        {
            return null;
        }

        if (Math.Min(leftLines, rightLines) < FewestRows || Math.Min(leftLines, rightLines) * 4 < Math.Max(leftLines, rightLines))
        {
            return null;
        }

        var readsFromTheRight = words.Count(w => w.IsRightToLeft) * 2 > words.Count;
        return readsFromTheRight ? [right, left] : [left, right];
    }

    private static bool IsRunningText(List<PdfWord> words, out int count)
    {
        var lines = PdfLine.Build(words);
        count = lines.Count;
        if (count == 0)
        {
            return false;
        }

        var width = words.Max(w => w.Right) - words.Min(w => w.Left);
        var full = lines.Count(line => line.Right - line.Left > 0.6f * width);
        var characters = lines.Average(line => line.Words.Sum(w => w.Text.Length + 1));
        return characters >= FewestCharactersPerLine && full * 2 >= count && TableRows.Share(lines) < LeastShareOfRows;
    }

    private static List<Row> Rows(List<PdfWord> words)
    {
        var rows = new List<Row>();
        foreach (var word in words.OrderBy(w => w.Top))
        {
            // Letters' boxes reach over their lines: compared by the middle half of the height.
            var inset = (word.Bottom - word.Top) / 4;
            if (rows.Count == 0 || word.Top + inset > rows[^1].Bottom)
            {
                rows.Add(new Row());
            }

            rows[^1].Add(word, word.Bottom - inset);
        }

        rows.ForEach(row => row.Close());
        return rows;
    }

    private static float Median(IEnumerable<float> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    private sealed class Row
    {
        private readonly List<(float Left, float Right)> _filled = [];

        public List<PdfWord> Words { get; } = [];

        public float Left { get; private set; } = float.MaxValue;

        public float Right { get; private set; } = float.MinValue;

        public float Bottom { get; private set; } = float.MinValue;

        public ReadOnlySpan<(float Left, float Right)> Filled => CollectionsMarshal.AsSpan(_filled);

        public void Add(PdfWord word, float bottom)
        {
            Words.Add(word);
            (Left, Right, Bottom) = (Math.Min(Left, word.Left), Math.Max(Right, word.Right), Math.Max(Bottom, bottom));
        }

        public void Close()
        {
            foreach (var word in Words.OrderBy(w => w.Left))
            {
                if (_filled.Count > 0 && word.Left <= _filled[^1].Right)
                {
                    _filled[^1] = (_filled[^1].Left, Math.Max(_filled[^1].Right, word.Right));
                }
                else
                {
                    _filled.Add((word.Left, word.Right));
                }
            }
        }
    }
}
