using System.Globalization;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Reads numbers written in words: "twenty-five", "ciento veinte", "two hundred and fifty thousand".</summary>
internal static class NumberWords
{
    /// <summary>The number that begins at token <paramref name="at"/>; null and 0 tokens when there is none.</summary>
    public static (decimal? Value, bool Ordinal, int Tokens) At(IReadOnlyList<Token> tokens, int at)
    {
        decimal total = 0, group = 0;
        var used = 0;
        for (var i = at; i < tokens.Count; i++)
        {
            if (!Lexicon.Numbers.TryGetValue(tokens[i].Key, out var entry))
            {
                // "one hundred and twenty", "treinta y cinco"
                if (used > 0 && tokens[i].Key is "and" or "y" && i + 1 < tokens.Count && Fits(tokens[i + 1].Key, group))
                {
                    continue;
                }

                break;
            }

            if (entry[0] == 'o')
            {
                var ordinal = Parse(entry[1..]);
                if (used == 0)
                {
                    return (ordinal, true, 1);
                }

                // "twenty-first"
                return group >= 20 && group % 10 == 0 ? (total + group + ordinal, true, i - at + 1) : (total + group, false, used);
            }

            if (entry[0] == 'x')
            {
                var times = Parse(entry[1..]);
                (total, group) = times == 100 ? (total, Math.Max(1, group) * 100) : (total + (Math.Max(1, group) * times), 0);
            }
            else if (used == 0 || Fits(tokens[i].Key, group))
            {
                group += Parse(entry);
            }
            else
            {
                break;
            }

            used = i - at + 1;
        }

        return used == 0 ? (null, false, 0) : (total + group, false, used);
    }

    /// <summary>The factor of "million", "lakh", "k"; 1 when the word is none.</summary>
    public static decimal Factor(string key) =>
        Lexicon.Numbers.TryGetValue(key, out var entry) && entry[0] == 'x' ? Parse(entry[1..]) : 1;

    private static bool Fits(string key, decimal group)
    {
        if (!Lexicon.Numbers.TryGetValue(key, out var entry) || entry[0] is 'x' or 'o')
        {
            return false;
        }

        var value = Parse(entry);
        return value > 0 && (group == 0 || (group % 100 == 0 && value < 100) || (group % 10 == 0 && group % 100 >= 20 && value < 10));
    }

    private static decimal Parse(string digits) => decimal.Parse(digits, CultureInfo.InvariantCulture);
}
