using System.Text.RegularExpressions;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Finds running headers and footers: lines near an edge that other pages have in the same place, numbers aside, and lone page numbers.</summary>
internal sealed partial class RunningHeads
{
    private const float EdgeShare = 0.13f; // of the page's height
    private const float SamePlace = 6f;    // points
    private const int MostLinesAtAnEdge = 4;

    private readonly Dictionary<int, List<EdgeLine>> _edges = [];

    /// <summary>Remembers a page; pages after and before one are compared with it.</summary>
    public void Add(PdfPageContent page) => _edges[page.Number] = FindEdgeLines(page);

    /// <summary>Forgets pages before this one.</summary>
    public void Forget(int before)
    {
        foreach (var number in _edges.Keys.Where(n => n < before).ToList())
        {
            _edges.Remove(number);
        }
    }

    /// <summary>The page's headers and footers, from top to bottom; what is between stays in <paramref name="body"/>.</summary>
    public (List<PdfLine> Headers, List<PdfLine> Footers) Take(PdfPageContent page, out List<PdfWord> body)
    {
        var headers = new List<PdfLine>();
        var footers = new List<PdfLine>();
        var taken = new HashSet<PdfWord>(ReferenceEqualityComparer.Instance);
        foreach (var edge in _edges[page.Number].Where(edge => IsRunning(page.Number, edge)))
        {
            (edge.IsTop ? headers : footers).Add(edge.Line);
            taken.UnionWith(edge.Line.Words);
        }

        body = page.Words.Where(word => !taken.Contains(word)).ToList();
        return (headers, footers);
    }

    /// <summary>The identifier that is stamped on the page, as the pages around it go on with it; null without one.</summary>
    public string? BatesOf(int page) => _edges[page].SelectMany(edge => BatesNumber.Find(edge.Line.Text)).FirstOrDefault(stamp =>
        _edges.Any(other => other.Key != page && other.Value.Exists(edge => BatesNumber.Find(edge.Line.Text).Any(next => stamp.RunsOnTo(next, other.Key - page)))))?.Text;

    private bool IsRunning(int page, EdgeLine edge)
    {
        if (edge.Key.Length == 0)
        {
            return false;
        }

        if (PageNumber().IsMatch(edge.Line.Text))
        {
            return true;
        }

        return _edges.Any(other => other.Key != page
            && other.Value.Exists(o => o.IsTop == edge.IsTop && o.Key == edge.Key && Math.Abs(o.Line.Baseline - edge.Line.Baseline) < SamePlace));
    }

    private static List<EdgeLine> FindEdgeLines(PdfPageContent page)
    {
        var zone = page.Height * EdgeShare;
        var upright = page.Words.Where(word => word.Angle == 0).ToList();
        var top = PdfLine.Build(upright.Where(word => word.Box.Bottom < zone)).Take(MostLinesAtAnEdge).Select(line => new EdgeLine(line, true, KeyOf(line)));
        var bottom = PdfLine.Build(upright.Where(word => word.Box.Top > page.Height - zone)).TakeLast(MostLinesAtAnEdge).Select(line => new EdgeLine(line, false, KeyOf(line)));
        return [.. top, .. bottom];
    }

    private static string KeyOf(PdfLine line) => Number().Replace(line.Text, "#").ToUpperInvariant();

    private sealed record EdgeLine(PdfLine Line, bool IsTop, string Key);

    [GeneratedRegex(@"\d+|\b[ivxlc]{1,6}\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Number();

    [GeneratedRegex(@"\A[\s\-\u2013\u2014\[\(]*(?:page|p\.|seite|p\u00E1gina|\u092A\u0943\u0937\u094D\u0920)?\s*(?:[0-9]{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/|von|de)\s*[0-9]{1,4})?[\s\-\u2013\u2014\]\)\.]*\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PageNumber();
}
