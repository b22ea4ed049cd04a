using System.Globalization;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Numbers of notes as a reader sees them; plain digits would run into the word before them.</summary>
internal static class Superscript
{
    private const string Digits = "\u2070\u00B9\u00B2\u00B3\u2074\u2075\u2076\u2077\u2078\u2079";

    /// <summary>True for a raised digit.</summary>
    public static bool IsDigit(char c) => Digits.Contains(c, StringComparison.Ordinal);

    /// <summary>A number above zero in superscript digits.</summary>
    public static string Of(int number) => Of(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>A mark with its digits raised; other characters stay.</summary>
    public static string Of(string mark) => string.Concat(mark.Select(c => char.IsAsciiDigit(c) ? Digits[c - '0'] : c));
}
