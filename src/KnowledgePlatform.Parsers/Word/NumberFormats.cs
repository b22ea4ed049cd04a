using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Numbers in the formats of ECMA-376 Part 1, 17.18.59; those of scripts that have signs of their own come out in digits.</summary>
internal static class NumberFormats
{
    private static readonly Dictionary<NumberFormatValues, Func<int, string>> Known = new()
    {
        [NumberFormatValues.LowerLetter] = Numerals.Letters,
        [NumberFormatValues.UpperLetter] = number => Numerals.Letters(number).ToUpperInvariant(),
        [NumberFormatValues.LowerRoman] = Numerals.Roman,
        [NumberFormatValues.UpperRoman] = number => Numerals.Roman(number).ToUpperInvariant(),
        [NumberFormatValues.DecimalZero] = number => number.ToString("00", CultureInfo.InvariantCulture),
        [NumberFormatValues.Ordinal] = NumberWords.Ordinal,
        [NumberFormatValues.CardinalText] = NumberWords.Cardinal,
        [NumberFormatValues.OrdinalText] = NumberWords.OrdinalInWords,
        [NumberFormatValues.DecimalEnclosedParen] = number => $"({Digits(number)})",
        [NumberFormatValues.DecimalEnclosedFullstop] = number => Digits(number) + ".",
        [NumberFormatValues.DecimalEnclosedCircle] = Circled,
        [NumberFormatValues.DecimalEnclosedCircleChinese] = Circled,
        [NumberFormatValues.NumberInDash] = number => $"- {Digits(number)} -",
        [NumberFormatValues.Hex] = number => number.ToString("X", CultureInfo.InvariantCulture),
        [NumberFormatValues.Chicago] = Chicago,
        [NumberFormatValues.None] = _ => "",
        // In the number of a level below it a bullet is nothing.
        [NumberFormatValues.Bullet] = _ => "",
    };

    /// <summary>The number as the format writes it.</summary>
    public static string Write(int number, NumberFormatValues format) => Known.TryGetValue(format, out var write) ? write(number) : Digits(number);

    private static string Circled(int number) => number is >= 1 and <= 20 ? ((char)('\u2460' + number - 1)).ToString() : Digits(number);

    // *, \u2020, \u2021, \u00A7, then each twice, and so on.
    private static string Chicago(int number) => number is >= 1 and <= 40 ? new string("*\u2020\u2021\u00A7"[(number - 1) % 4], ((number - 1) / 4) + 1) : Digits(number);

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
