using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Recognition;

/// <summary>Makes a page of what was recognised: paragraphs in reading order, words with their boxes and confidences.</summary>
internal static class RecognizedPage
{
    // Specks, lines and pictures give short words of low confidence: a paragraph of nothing else says nothing.
    private const float NoiseBelow = 40;

    // A line is a heading when its letters are so much larger than those of most lines; titles are larger still.
    private const double HeadingSize = 1.35;
    private const double TitleSize = 1.8;
    private const int LongestHeading = 14;

    // Cells of a table stand so many heights of print apart; words of a line do not.
    private const double CellGap = 1.6;
    private const double MostlyCells = 0.6;

    /// <param name="page">The page without text: its number and its size in points.</param>
    /// <param name="text">What was recognised.</param>
    public static ParsedPage Build(ParsedPage page, RecognizedText text)
    {
        var usual = UsualHeight(text.Words);
        var writer = new RecognizedPageWriter(page, page.Width / text.Width, page.Height / text.Height);
        foreach (var paragraph in text.Words.GroupBy(word => word.Paragraph).Select(group => group.Where(IsNoSpeck).ToList()).Where(HasText))
        {
            var lines = paragraph.GroupBy(word => word.Line).Select(line => Cells([.. line], usual)).ToList();
            if (lines.Count(cells => cells.Count > 1) >= Math.Max(lines.Count > 1 ? 2 : 1, MostlyCells * lines.Count) && lines.Max(cells => cells.Count) > (lines.Count > 1 ? 1 : 2))
            {
                lines.ForEach(writer.Row);
            }
            else
            {
                writer.Paragraph(paragraph, Level(paragraph, usual));
            }
        }

        return writer.Page();
    }

    private static List<List<RecognizedWord>> Cells(List<RecognizedWord> line, float usual)
    {
        var cells = new List<List<RecognizedWord>>();
        foreach (var word in line)
        {
            if (cells.Count == 0 || word.Left - cells[^1][^1].Right > CellGap * usual)
            {
                cells.Add([]);
            }

            cells[^1].Add(word);
        }

        return cells;
    }

    // What is left of a line or a speck: no letter, no digit, and no sure sign.
    private static bool IsNoSpeck(RecognizedWord word) => word.Confidence >= NoiseBelow || word.Text.Any(char.IsLetterOrDigit);

    private static bool HasText(List<RecognizedWord> paragraph) =>
        paragraph.Exists(word => word.Confidence >= NoiseBelow && word.Text.Any(char.IsLetterOrDigit));

    private static int Level(List<RecognizedWord> paragraph, float usual)
    {
        if (usual <= 0 || paragraph.Count > LongestHeading || paragraph[^1].Text.EndsWith('.') || paragraph[0].Line != paragraph[^1].Line
            || !paragraph.Exists(word => word.Text.Count(char.IsLetter) > 2))
        {
            return 0;
        }

        var size = UsualHeight(paragraph) / usual;
        return size >= TitleSize ? 1 : size >= HeadingSize ? 2 : 0;
    }

    // Words without letters above or below the line are lower: the upper quartile tells the size of print better than the median.
    private static float UsualHeight(IReadOnlyList<RecognizedWord> words)
    {
        var heights = words.Where(word => word.Text.Any(char.IsLetter)).Select(word => word.Height).Order().ToList();
        return heights.Count > 0 ? heights[heights.Count * 3 / 4] : 0;
    }
}
