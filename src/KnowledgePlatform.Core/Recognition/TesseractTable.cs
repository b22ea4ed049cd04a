using System.Globalization;
using System.Text;
using KnowledgePlatform.Core.Parsing;

namespace KnowledgePlatform.Core.Recognition;

/// <summary>
/// Reads the table that Tesseract writes (tessdata/configs/tsv): level, page, block, paragraph, line, word, left, top, width, height, confidence, text; level 1 is the
/// page, level 5 a word. The program has read a foreign file: nothing in the table is taken for granted.
/// </summary>
internal static class TesseractTable
{
    private const int Columns = 12;

    /// <param name="table">UTF-8.</param>
    /// <param name="turned">Degrees by which the page was turned clockwise before: 0, 90, 180 or 270; the words come out where they stand on the page as it is.</param>
    /// <exception cref="InvalidDataException">It is no such table.</exception>
    public static RecognizedText Read(byte[] table, int turned = 0)
    {
        var (width, height) = (0f, 0f);
        var words = new List<RecognizedWord>();
        var (paragraph, line) = (0, 0);
        (string, string, string, string) last = default;
        foreach (var row in Encoding.UTF8.GetString(table).Split('\n').Skip(1))
        {
            var cells = row.Split('\t', Columns);
            if (cells.Length < Columns)
            {
                continue;
            }

            if (cells[0] == "1")
            {
                (width, height) = (Number(cells[8]), Number(cells[9]));
            }
            else if (cells[0] == "5" && Number(cells[10]) is >= 0 and <= 100 and var confidence && Clean(cells[11]) is { Length: > 0 } text && PageCheck.IsStorable(text))
            {
                var at = (cells[1], cells[2], cells[3], cells[4]);
                paragraph += (at.Item1, at.Item2, at.Item3) == (last.Item1, last.Item2, last.Item3) ? 0 : 1;
                line += at == last ? 0 : 1;
                last = at;
                words.Add(new RecognizedWord(
                    text, paragraph, line, Number(cells[6]), Number(cells[7]), Number(cells[6]) + Number(cells[8]), Number(cells[7]) + Number(cells[9]), confidence));
            }
        }

        return width > 0 && height > 0
            ? new RecognizedText(width, height, [.. words.Select(word => Within(word, width, height))]).Back(turned)
            : throw new InvalidDataException("the table names no page");
    }

    private static RecognizedWord Within(RecognizedWord word, float width, float height) => word with
    {
        Left = Math.Clamp(word.Left, 0, width), Right = Math.Clamp(word.Right, 0, width),
        Top = Math.Clamp(word.Top, 0, height), Bottom = Math.Clamp(word.Bottom, 0, height),
    };

    // A turn by 90 degrees takes the point (x, y) of a page of height H to (H - y, x).
    private static RecognizedText Back(this RecognizedText text, int turned) => turned switch
    {
        90 => new(text.Height, text.Width, [.. text.Words.Select(word => word with { Left = word.Top, Right = word.Bottom, Top = text.Width - word.Right, Bottom = text.Width - word.Left })]),
        180 => text with
        {
            Words = [.. text.Words.Select(word => word with
            {
                Left = text.Width - word.Right, Right = text.Width - word.Left, Top = text.Height - word.Bottom, Bottom = text.Height - word.Top,
            })],
        },
        270 => new(text.Height, text.Width, [.. text.Words.Select(word => word with { Left = text.Height - word.Bottom, Right = text.Height - word.Top, Top = word.Left, Bottom = word.Right })]),
        _ => text,
    };

    // No blanks, which would part a word, no control characters, none that turn about what a reader sees.
    private static string Clean(string word) => string.Concat(word.Where(c => !char.IsWhiteSpace(c) && char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format)));

    private static float Number(string text) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 1_000_000 ? number : 0;
}
