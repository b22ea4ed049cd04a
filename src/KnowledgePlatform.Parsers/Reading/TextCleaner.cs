using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>
/// Makes any text safe to store, compare and show: no control characters (PostgreSQL text cannot hold U+0000), no lone surrogates,
/// no characters that reverse what a reader sees, one kind of space.
/// </summary>
internal static class TextCleaner
{
    /// <summary>One line: every run of white space, tabs and line breaks included, becomes one space; none at the ends.</summary>
    public static string Line(string text) => Clean(text, keepTabs: false);

    /// <summary>One line of cells: as <see cref="Line"/>, but tabs stay, and spaces beside them go.</summary>
    public static string Cells(string text) => Clean(text, keepTabs: true);

    /// <summary>At most <paramref name="length"/> UTF-16 code units, never half a character.</summary>
    public static string CutAt(string text, int length) =>
        text.Length <= length ? text : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    private static string Clean(string text, bool keepTabs)
    {
        if (IsClean(text))
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsSurrogate(c))
            {
                var isPair = char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
                _ = isPair ? result.Append(c).Append(text[++i]) : result.Append('\uFFFD');
            }
            else if (c == '\t' && keepTabs)
            {
                TrimSpace(result);
                result.Append('\t');
            }
            else if (IsSpace(c))
            {
                if (result.Length > 0 && result[^1] is not (' ' or '\t'))
                {
                    result.Append(' ');
                }
            }
            else if (!IsDropped(c))
            {
                _ = Ligature(c) is { } letters ? result.Append(letters) : result.Append(c);
            }
        }

        TrimSpace(result);
        return result.ToString();
    }

    private static void TrimSpace(StringBuilder result)
    {
        if (result.Length > 0 && result[^1] == ' ')
        {
            result.Length--;
        }
    }

    private static bool IsClean(string text)
    {
        var afterSpace = true;
        foreach (var c in text)
        {
            if (c == ' ' ? afterSpace : c is < ' ' or > '~')
            {
                return false;
            }

            afterSpace = c == ' ';
        }

        return !afterSpace || text.Length == 0;
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\n' or '\r' or '\v' or '\f' or '\u0085' or '\u200B' || (c > '~' && char.IsWhiteSpace(c));

    // U+200C and U+200D stay: Hindi, Persian and emoji need them.
    private static bool IsDropped(char c) =>
        c == '\u00AD' || c is '\uFEFF' or '\uFFFE' or '\uFFFF'
        || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069')
        || char.GetUnicodeCategory(c) == UnicodeCategory.Control;

    private static string? Ligature(char c) => c switch
    {
        '\uFB00' => "ff",
        '\uFB01' => "fi",
        '\uFB02' => "fl",
        '\uFB03' => "ffi",
        '\uFB04' => "ffl",
        '\uFB05' or '\uFB06' => "st",
        _ => null,
    };
}
