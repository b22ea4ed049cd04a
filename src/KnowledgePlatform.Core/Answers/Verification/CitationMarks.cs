using System.Globalization;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Reads the marks by which a model cites: [1], [1][3], [1, 3], (passage 2).</summary>
public static partial class CitationMarks
{
    /// <summary>The numbers cited, in order, each once.</summary>
    public static IReadOnlyList<int> Read(string sentence) =>
        [.. Mark().Matches(sentence)
            .SelectMany(match => Digits().Matches(match.Value).Select(digits => digits.Value))
            .Select(digits => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .Where(number => number > 0)
            .Distinct()];

    /// <summary>The sentence without its marks.</summary>
    public static string Remove(string sentence) => Mark().Replace(sentence, "");

    [GeneratedRegex(@"\s*\[\s*(?:passages?\s+)?\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]|\s*\(?\bpassages?\s+\[?\d{1,3}\]?\)?", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Mark();

    [GeneratedRegex(@"\d{1,3}")]
    private static partial Regex Digits();
}
