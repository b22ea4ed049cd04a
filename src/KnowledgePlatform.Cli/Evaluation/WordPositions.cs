using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>Holds the boxes of our words against those of <c>pdftotext -bbox -cropbox</c>.</summary>
internal sealed partial class WordPositions
{
    /// <summary>Intersection over union from which a box covers the word.</summary>
    public const double Covers = 0.6;

    private const int SampleSize = 500;
    private const int Seed = 2026;

    private readonly List<double> _overlaps = [];
    private readonly List<(string Name, int Words, double Share)> _documents = [];

    /// <summary>Words of ours that poppler has on the same page, spelled the same, each of its words with one of ours.</summary>
    public int Shared => _overlaps.Count;

    /// <summary>Words that only we have, or cut otherwise.</summary>
    public int Unshared { get; private set; }

    /// <summary>Documents in which less than what is asked for of the shared words is covered, the ones with most such words first, with how many words they share.</summary>
    /// <param name="goal">Share from which a document is left out.</param>
    public IReadOnlyList<(string Name, int Words, double Share)> Below(double goal) =>
        [.. _documents.Where(document => document.Share < goal).OrderByDescending(document => document.Words * (1 - document.Share)).ThenBy(document => document.Name, StringComparer.Ordinal)];

    /// <summary>Adds a document.</summary>
    /// <param name="name">Path below the folder.</param>
    /// <param name="pages">As we read it.</param>
    /// <param name="bbox">What pdftotext printed.</param>
    public void Add(string name, IReadOnlyList<ParsedPage> pages, string bbox)
    {
        var before = _overlaps.Count;
        var theirs = PageStart().Split(bbox).Skip(1).Select(WordsOf).ToList();
        foreach (var page in pages.Where(page => page.Number <= theirs.Count))
        {
            foreach (var words in page.Words.GroupBy(word => Spelled(page.Text.Substring(word.Start, word.Length)), StringComparer.Ordinal))
            {
                var pairs = Paired([.. words.Select(word => word.Box)], words.Key.Length > 0 ? [.. theirs[page.Number - 1][words.Key]] : []);
                _overlaps.AddRange(pairs);
                Unshared += words.Count() - pairs.Count;
            }
        }

        if (_overlaps.Count > before)
        {
            _documents.Add((name, _overlaps.Count - before, _overlaps.Skip(before).Average(overlap => overlap >= Covers ? 1.0 : 0.0)));
        }
    }

    /// <summary>Of 500 shared words taken at random, with a fixed seed, the share that <see cref="Covers"/>; null without words.</summary>
    public double? Share()
    {
        var sample = _overlaps.ToArray();
        new Random(Seed).Shuffle(sample);
        return sample.Length == 0 ? null : sample.Take(SampleSize).Average(overlap => overlap >= Covers ? 1.0 : 0.0);
    }

    // Each word of theirs with one of ours, the closest first: a word that a page shows once and we have often, such as in the part of a form field that is not seen, is shared once.
    private static List<double> Paired(List<Box> ours, List<Box> theirs)
    {
        var (free, taken, pairs) = (new HashSet<int>(Enumerable.Range(0, ours.Count)), new HashSet<int>(), new List<double>());
        foreach (var (own, other, overlap) in ours.SelectMany((own, i) => theirs.Select((other, j) => (i, j, Overlap(own, other)))).OrderByDescending(pair => pair.Item3))
        {
            if (free.Contains(own) && taken.Add(other))
            {
                free.Remove(own);
                pairs.Add(overlap);
            }
        }

        return pairs;
    }

    private static ILookup<string, Box> WordsOf(string page) => WordElement().Matches(page).ToLookup(
        match => Spelled(WebUtility.HtmlDecode(match.Groups[5].Value)), match => new Box(Number(match, 1), Number(match, 2), Number(match, 3), Number(match, 4)), StringComparer.Ordinal);

    // A hyphen at a line's end is in poppler's word and not in ours, which goes on in the next line.
    private static string Spelled(string word) => word.Normalize(System.Text.NormalizationForm.FormKC).TrimEnd('-', '\u2010', '\u00AD');

    private static float Number(Match match, int group) => float.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static double Overlap(Box a, Box b)
    {
        var width = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
        var height = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        var both = width > 0 && height > 0 ? width * height : 0;
        return both / (Area(a) + Area(b) - both);
    }

    private static double Area(Box box) => (box.Right - box.Left) * (box.Bottom - box.Top);

    [GeneratedRegex("<page ", RegexOptions.CultureInvariant)]
    private static partial Regex PageStart();

    [GeneratedRegex("""<word xMin="([-.\d]+)" yMin="([-.\d]+)" xMax="([-.\d]+)" yMax="([-.\d]+)">([^<]*)</word>""", RegexOptions.CultureInvariant)]
    private static partial Regex WordElement();
}
