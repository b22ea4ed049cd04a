using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Portal.Documents.Viewer;

/// <summary>
/// Where the pages of a document lie when they stand below each other, in whole CSS pixels: known before any of them is drawn, so that only the pages in sight
/// are drawn and the scroll bar is true from the beginning.
/// </summary>
internal sealed class PageStack
{
    /// <summary>Pixels between two pages; the style sheet leaves the same.</summary>
    public const int Gap = 16;

    /// <summary>CSS pixels for a point at 100 %: the size on paper.</summary>
    public const double FullSize = 4.0 / 3;

    // Zoomed far out, many small pages are in sight; more at once would make a jump slow.
    private const int MostDrawn = 12;

    private static readonly PageSize A4 = new(0, 595, 842);
    private readonly PageSize[] _sizes;
    private readonly double[] _tops;

    /// <param name="known">Sizes of the pages that were read; the others get that of the page before.</param>
    /// <param name="count">Pages of the file.</param>
    /// <param name="scale">CSS pixels for a point.</param>
    public PageStack(IReadOnlyList<PageSize> known, int count, double scale)
    {
        Scale = scale;
        _sizes = new PageSize[Math.Max(count, known.Count > 0 ? known[^1].Number : 0)];
        foreach (var size in known.Where(size => size is { Width: > 0, Height: > 0 }))
        {
            _sizes[size.Number - 1] = size;
        }

        _tops = new double[_sizes.Length + 1];
        for (var i = 0; i < _sizes.Length; i++)
        {
            _sizes[i] ??= (i > 0 ? _sizes[i - 1] : known.FirstOrDefault(size => size.Width > 0) ?? A4) with { Number = i + 1 };
            _tops[i + 1] = _tops[i] + Pixels(_sizes[i].Height) + Gap;
        }
    }

    /// <summary>CSS pixels for a point.</summary>
    public double Scale { get; }

    /// <summary>Pages of the file.</summary>
    public int Count => _sizes.Length;

    /// <summary>The widest page in points.</summary>
    public double Widest => _sizes.Length == 0 ? A4.Width : _sizes.Max(size => size.Width);

    /// <summary>The size of a page in points.</summary>
    public PageSize SizeOf(int page) => _sizes[page - 1];

    /// <summary>Where a page begins.</summary>
    public double TopOf(int page) => _tops[page - 1];

    /// <summary>The room of the pages before one.</summary>
    public double Before(int page) => _tops[page - 1];

    /// <summary>The room of the pages behind one.</summary>
    public double After(int page) => _tops[^1] - _tops[page];

    /// <summary>The page at a height; the first or last one beyond the ends.</summary>
    public int PageAt(double y)
    {
        var found = Array.BinarySearch(_tops, y);
        return Math.Clamp(found >= 0 ? found + 1 : ~found, 1, Math.Max(1, Count));
    }

    /// <summary>The pages to draw for what is in sight: half a screen before and behind it too.</summary>
    public (int First, int Last) Around(double top, double height)
    {
        var first = PageAt(top - (height / 2));
        return (first, Math.Min(PageAt(top + (height * 1.5)), first + MostDrawn - 1));
    }

    private int Pixels(double points) => (int)Math.Round(points * Scale);
}
