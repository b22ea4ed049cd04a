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

    /// <summary>Words of ours that poppler has on the same page, spelled the same.</summary>
    public int Shared => _overlaps.Count;

    /// <summary>Words that only we have, or cut otherwise.</summary>
    public int Unshared { get; private set; }

    /// <summary>Adds a document.</summary>
    /// <param name="pages">As we read it.</param>
    /// <param name="bbox">What pdftotext printed.</param>
    public void Add(IReadOnlyList<ParsedPage> pages, string bbox)
    {
        var theirs = PageStart().Split(bbox).Skip(1).Select(WordsOf).ToList();
        foreach (var page in pages.Where(page => page.Number <= theirs.Count))
        {
            foreach (var word in page.Words)
            {
                var text = Spelled(page.Text.Substring(word.Start, word.Length));
                var boxes = theirs[page.Number - 1][text];
                if (text.Length > 0 && boxes.Any())
                {
                    _overlaps.Add(boxes.Max(box => Overlap(box, word.Box)));
                }
                else
                {
                    Unshared++;
                }
            }
        }
    }

    /// <summary>Of 500 shared words taken at random, with a fixed seed, the share that <see cref="Covers"/>; null without words.</summary>
    public double? Share()
    {
        var sample = _overlaps.ToArray();
        new Random(Seed).Shuffle(sample);
        return sample.Length == 0 ? null : sample.Take(SampleSize).Average(overlap => overlap >= Covers ? 1.0 : 0.0);
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
