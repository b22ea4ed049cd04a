using System.Globalization;
using System.Text.RegularExpressions;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>An identifier stamped on the pages of a production, such as "ABC000123": letters and a number that grows by one from page to page.</summary>
/// <param name="Text">As it is stamped.</param>
/// <param name="Prefix">What stands before the number.</param>
/// <param name="Digits">How many digits the number has.</param>
/// <param name="Number">The number.</param>
internal sealed partial record BatesNumber(string Text, string Prefix, int Digits, long Number)
{
    /// <summary>What may be such a number in a line at a page's edge.</summary>
    public static IEnumerable<BatesNumber> Find(string line) => Stamp().Matches(line).Select(match => new BatesNumber(
        match.Value, match.Groups[1].Value, match.Groups[2].Length, long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture)));

    /// <summary>True when the other, so many pages further on, belongs to the same run.</summary>
    public bool RunsOnTo(BatesNumber other, int pages) => other.Prefix == Prefix && other.Digits == Digits && other.Number - Number == pages;

    // "ABC000123", "ABC-000123", "SMITH_HOSP 00004711", "A.B.0001"; a number alone is a page number.
    [GeneratedRegex(@"(?<![\w-])([A-Z][A-Z0-9]{0,14}(?:[-_. ][A-Z]{1,14}){0,3}[-_. ]{0,2})([0-9]{4,10})(?![\w])", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Stamp();
}
