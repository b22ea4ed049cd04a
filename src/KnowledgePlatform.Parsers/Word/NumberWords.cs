using System.Globalization;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Numbers of lists in words, in English as Word writes them where a document is in English: "Section One", "Article Twenty-first"; from 100 on in digits.</summary>
internal static class NumberWords
{
    private static readonly string[] Small =
    [
        "Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen",
        "Eighteen", "Nineteen",
    ];

    private static readonly string[] Tens = ["", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety"];

    private static readonly Dictionary<string, string> Irregular = new(StringComparer.Ordinal)
    {
        ["one"] = "first", ["two"] = "second", ["three"] = "third", ["five"] = "fifth", ["eight"] = "eighth", ["nine"] = "ninth", ["twelve"] = "twelfth",
    };

    /// <summary>1st, 2nd, 11th.</summary>
    public static string Ordinal(int number) => number.ToString(CultureInfo.InvariantCulture) + ((number % 100) is >= 11 and <= 13 ? "th" : (number % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    });

    /// <summary>One, Twenty-one.</summary>
    public static string Cardinal(int number) => number switch
    {
        < 0 or > 99 => number.ToString(CultureInfo.InvariantCulture),
        < 20 => Small[number],
        _ => Tens[number / 10] + (number % 10 == 0 ? "" : "-" + Small[number % 10].ToLowerInvariant()),
    };

    /// <summary>First, Twenty-first.</summary>
    public static string OrdinalInWords(int number)
    {
        if (number is < 0 or > 99)
        {
            return Ordinal(number);
        }

        var cardinal = Cardinal(number);
        var at = cardinal.IndexOf('-', StringComparison.Ordinal) + 1;
        var last = cardinal[at..];
        var ordinal = Irregular.TryGetValue(last.ToLowerInvariant(), out var irregular) ? irregular : last.EndsWith('y') ? last[..^1] + "ieth" : last + "th";
        return cardinal[..at] + (at == 0 ? char.ToUpperInvariant(ordinal[0]) : ordinal[0]) + ordinal[1..];
    }
}
