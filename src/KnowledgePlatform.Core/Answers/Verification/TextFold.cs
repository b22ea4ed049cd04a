using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Brings spellings of the same thing together: case, digits of other scripts, typographic quotes and dashes, Latin accents.</summary>
internal static class TextFold
{
    private static readonly char[] Latin = BuildLatin();

    /// <summary>Folds character by character, so that the result has the same length and every position still holds.</summary>
    public static string Fold(string text) => string.Create(text.Length, text, static (folded, source) =>
    {
        for (var i = 0; i < folded.Length; i++)
        {
            folded[i] = Fold(source[i]);
        }
    });

    public static char Fold(char c)
    {
        if (c < 0x80)
        {
            return char.ToLowerInvariant(c);
        }

        if (c < Latin.Length)
        {
            return Latin[c];
        }

        return c switch
        {
            '\u2018' or '\u2019' or '\u201B' or '\u02BC' or '\u2032' => '\'',
            '\u201C' or '\u201D' or '\u201E' or '\u201F' or '\u2033' => '"',
            >= '\u2010' and <= '\u2015' or '\u2212' or '\uFE63' or '\uFF0D' => '-',
            '\u066B' => '.',
            '\u066C' => ',',
            '\u03BC' or '\u00B5' => 'μ',
            >= '\u1E00' and <= '\u1EFF' => Base(c),
            _ when char.IsDigit(c) => (char)('0' + (int)char.GetNumericValue(c)),
            _ when char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator => '\u00A0',
            _ => char.ToLowerInvariant(c),
        };
    }

    /// <summary>The form in which two spellings of a word are compared: folded, without marks that writers leave out.</summary>
    public static string Key(ReadOnlySpan<char> folded)
    {
        Span<char> key = folded.Length <= 64 ? stackalloc char[folded.Length] : new char[folded.Length];
        var length = 0;
        foreach (var c in folded)
        {
            if (IsOptionalMark(c))
            {
                continue;
            }

            // Devanagari: the candrabindu is often written as anusvara; letters with a dot below as the bare letter.
            key[length++] = c switch
            {
                '\u0901' => '\u0902',
                >= '\u0958' and <= '\u095F' => "कखगजडढफय"[c - '\u0958'],
                _ => c,
            };
        }

        return key[..length].ToString();
    }

    private static bool IsOptionalMark(char c) =>
        c is (>= '\u0300' and <= '\u036F') or '\u093C' or '\u200C' or '\u200D' or '\u00AD';

    private static char[] BuildLatin()
    {
        var table = new char[0x250];
        for (var c = '\0'; c < table.Length; c++)
        {
            table[c] = c switch
            {
                '\u00AB' or '\u00BB' => '"',
                '\u00B4' => '\'',
                '\u00B5' => 'μ',
                '\u00DF' => 's',
                '\u00A0' => '\u00A0',
                '\u00BD' or '\u00BC' or '\u00BE' => c,
                _ => Base(c),
            };
        }

        return table;
    }

    private static char Base(char c)
    {
        if (!char.IsLetter(c))
        {
            return char.ToLowerInvariant(c);
        }

        return char.ToLowerInvariant(c.ToString().Normalize(NormalizationForm.FormD)[0]);
    }
}
