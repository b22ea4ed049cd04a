using System.Globalization;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>Words (letters, marks and digits that follow each other) of texts that are looked through a hundred at a time: without a string for each of them.</summary>
internal static class WordScan
{
    /// <summary>The place and length of each word, in order.</summary>
    public static IEnumerable<(int Start, int Length)> Of(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            var start = at;
            while (at < text.Length && IsWord(text[at]))
            {
                at++;
            }

            if (at > start)
            {
                yield return (start, at - start);
            }
        }
    }

    /// <summary>Whether <paramref name="word"/> stands in <paramref name="text"/> as a word of its own; both are compared as they are.</summary>
    public static bool Holds(string text, string word)
    {
        for (var at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !IsWord(text[at - 1])) && (at + word.Length == text.Length || !IsWord(text[at + word.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsWord(char c) => char.IsAscii(c) ? char.IsAsciiLetterOrDigit(c) : char.GetUnicodeCategory(c)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
        or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;
}
