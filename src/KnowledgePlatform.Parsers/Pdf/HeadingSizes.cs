using System.Text.RegularExpressions;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Knows the size that most of the document is set in, and tells headings by size, weight and capitals.</summary>
internal sealed partial class HeadingSizes
{
    private const int LongestHeading = 160;
    private const int LongestPlainHeading = 90;
    private const int MostLines = 3;
    private const float SmallShare = 0.93f;

    private readonly Dictionary<float, long> _letters = [];
    private long _bold;
    private long _all;
    private float _body;

    /// <summary>Counts a page's letters.</summary>
    public void Add(PdfPageContent page)
    {
        foreach (var word in page.Words)
        {
            var size = MathF.Round(word.Size * 2) / 2;
            _letters[size] = _letters.GetValueOrDefault(size) + word.Text.Length;
            _all += word.Text.Length;
            _bold += word.IsBold ? word.Text.Length : 0;
        }

        _body = _letters.Count > 0 ? _letters.MaxBy(pair => pair.Value).Key : 0;
    }

    /// <summary>Level 1 to 6 when the lines are a heading, else 0.</summary>
    public int LevelOf(IReadOnlyList<PdfLine> lines, string text)
    {
        if (lines.Count > MostLines || text.Length > LongestHeading || _body <= 0 || !text.Any(char.IsLetter))
        {
            return 0;
        }

        var ratio = lines.Max(line => line.Size) / _body;
        if (ratio >= 1.15f)
        {
            return ratio >= 1.7f ? 1 : ratio >= 1.35f ? 2 : 3;
        }

        var endsAsSentence = text[^1] is ',' or ';' || (text[^1] == '.' && text.Count(char.IsWhiteSpace) > 8);
        if (ratio < 0.95f || endsAsSentence || text.Length > LongestPlainHeading)
        {
            return 0;
        }

        var standsOut = (lines.All(line => line.IsBold) && _bold * 2 < _all) || IsCapitals(text);
        return standsOut ? Math.Min(6, 3 + NumberingDepth(text)) : 0;
    }

    /// <summary>True when the lines are set smaller than the body, as notes are.</summary>
    public bool IsSmall(IReadOnlyList<PdfLine> lines) => lines.Max(line => line.Size) < SmallShare * _body;

    private static bool IsCapitals(string text) => text.Count(char.IsLetter) >= 4 && !text.Any(char.IsLower) && text.Any(char.IsUpper);

    private static int NumberingDepth(string text)
    {
        var number = Numbering().Match(text);
        return number.Success ? number.Groups[1].Value.Count(c => c == '.') : 0;
    }

    [GeneratedRegex(@"\A(\d+(?:\.\d+)*)", RegexOptions.CultureInvariant)]
    private static partial Regex Numbering();
}
