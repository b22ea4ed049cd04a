using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Numbers as lists write them; a number that a form cannot write comes out in digits.</summary>
internal static class Numerals
{
    private const int MostRoman = 3999;
    private const int MostLetters = 26 * 10;

    private static readonly (int Value, string Sign)[] Signs =
    [
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ];

    /// <summary>i, ii, iii, iv …</summary>
    public static string Roman(int number)
    {
        if (number is < 1 or > MostRoman)
        {
            return Digits(number);
        }

        var text = new StringBuilder();
        foreach (var (value, sign) in Signs)
        {
            for (; number >= value; number -= value)
            {
                text.Append(sign);
            }
        }

        return text.ToString();
    }

    /// <summary>a … z, aa, bb … as word processors count.</summary>
    public static string Letters(int number) =>
        number is < 1 or > MostLetters ? Digits(number) : new string((char)('a' + ((number - 1) % 26)), ((number - 1) / 26) + 1);

    private static string Digits(int number) => number.ToString(CultureInfo.InvariantCulture);
}
