using System.Globalization;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Finds the numbers that pleadings and transcripts have before their lines: evenly spaced down the left margin, beside the text and not part of it.</summary>
internal static class LineNumbers
{
    private const int Fewest = 10;
    private const int HighestNumber = 60;
    private const int LatestStart = 5;
    private const float SameEdge = 4f;        // points
    private const float LeastReach = 0.5f;    // of the page's height
    private const float Uneven = 0.25f;       // of the usual step
    private const double MostBeside = 0.05;   // of the page's other words, which may reach into the margin

    /// <summary>Takes the numbers out of the words of a page.</summary>
    /// <returns>The numbers from top to bottom, empty when the page has none, and the other words.</returns>
    public static (IReadOnlyList<LineNumber> Numbers, IReadOnlyList<PdfWord> Others) Take(IReadOnlyList<PdfWord> words, float height)
    {
        var candidates = words.Where(word => word.Angle == 0 && word.Text.Length <= 2 && word.Text.All(char.IsAsciiDigit) && int.Parse(word.Text, CultureInfo.InvariantCulture) is > 0 and <= HighestNumber)
            .OrderBy(word => word.Left).ToList();
        if (candidates.Count < Fewest)
        {
            return ([], words);
        }

        var edge = candidates[0];
        var column = Run([.. candidates.Where(word => Math.Abs(word.Right - edge.Right) < SameEdge || Math.Abs(word.Left - edge.Left) < SameEdge).OrderBy(word => word.Top)]);
        if (column.Count < Fewest || column[^1].Bottom - column[0].Top < LeastReach * height || !IsEven(column))
        {
            return ([], words);
        }

        var taken = new HashSet<PdfWord>(column, ReferenceEqualityComparer.Instance);
        var others = words.Where(word => !taken.Contains(word)).ToList();
        var right = column.Max(word => word.Right);
        if (others.Count(word => word.Angle == 0 && word.Left < right) > MostBeside * others.Count)
        {
            return ([], words);
        }

        return ([.. column.Select(word => new LineNumber(int.Parse(word.Text, CultureInfo.InvariantCulture), word.Box.Top, word.Box.Bottom))], others);
    }

    // The longest stretch that counts by one; a page number above or below it has another value.
    private static List<PdfWord> Run(List<PdfWord> column)
    {
        var (best, run) = (new List<PdfWord>(), new List<PdfWord>());
        foreach (var word in column)
        {
            if (run.Count > 0 && NumberOf(word) != NumberOf(run[^1]) + 1)
            {
                run = [];
            }

            if (run.Count > 0 || NumberOf(word) <= LatestStart)
            {
                run.Add(word);
            }

            best = run.Count > best.Count ? run : best;
        }

        return best;
    }

    private static bool IsEven(List<PdfWord> column)
    {
        var steps = column.Zip(column.Skip(1), (above, below) => below.Baseline - above.Baseline).Order().ToList();
        var usual = steps[steps.Count / 2];
        return steps.Count(step => Math.Abs(step - usual) > Uneven * usual) * 10 <= steps.Count;
    }

    private static int NumberOf(PdfWord word) => int.Parse(word.Text, CultureInfo.InvariantCulture);
}
