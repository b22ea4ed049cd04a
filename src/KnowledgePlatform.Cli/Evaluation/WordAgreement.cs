using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>How far two readings of a document agree, by their words.</summary>
internal static class WordAgreement
{
    /// <summary>
    /// F1 of two multisets of words, 0 to 1: words that both have, each as often as in the one that has it less often. 1 when both are empty.
    /// </summary>
    public static double F1(IReadOnlyCollection<string> ours, IReadOnlyCollection<string> theirs)
    {
        if (ours.Count + theirs.Count == 0)
        {
            return 1;
        }

        var left = theirs.GroupBy(word => word, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        var both = 0;
        foreach (var word in ours)
        {
            if (left.TryGetValue(word, out var times) && times > 0)
            {
                left[word] = times - 1;
                both++;
            }
        }

        return 2.0 * both / (ours.Count + theirs.Count);
    }

    /// <summary>
    /// Words as both readings mean them: runs of letters, marks and digits after compatibility decomposition (ligatures, full-width forms) and lower-casing. Signs between
    /// words, and where a line broke, are no matter of reading. A word that a hyphen breaks over two lines is one word.
    /// </summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in Joined(text).Normalize(NormalizationForm.FormKC).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }

        if (word.Length > 0)
        {
            words.Add(word.ToString());
        }

        return words;
    }

    private static string Joined(string text)
    {
        var joined = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\u00AD')
            {
                continue;
            }

            // "contrac-" at the end of a line and "tual" at the beginning of the next.
            if (text[i] is '-' or '\u2010' && i > 0 && char.IsLetter(text[i - 1]) && i + 2 < text.Length && text[i + 1] == '\n' && char.IsLower(text[i + 2]))
            {
                i++;
                continue;
            }

            joined.Append(text[i]);
        }

        return joined.ToString();
    }
}
