using System.Globalization;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Reads what a written number may mean: "1.250" is 1250 in Madrid and 1.25 in London, "1,250.50" is clear.</summary>
internal static class NumberText
{
    /// <summary>All values <paramref name="digits"/> (folded, from the lexer) may stand for; empty when it is a label such as "4.2.1".</summary>
    public static decimal[] Values(string digits)
    {
        var fraction = 0m;
        if (digits[^1] is '\u00BD' or '\u00BC' or '\u00BE')
        {
            fraction = (decimal)char.GetNumericValue(digits[^1]);
            digits = digits[..^1];
        }

        if (digits.Length > 24)
        {
            return [];
        }

        return [.. Read(digits).Select(value => value + fraction)];
    }

    private static IEnumerable<decimal> Read(string digits)
    {
        var separators = digits.Where(c => !char.IsAsciiDigit(c)).ToArray();
        if (separators.Length == 0)
        {
            return [decimal.Parse(digits, CultureInfo.InvariantCulture)];
        }

        var last = separators[^1];
        if (separators.Length == 1)
        {
            return One(digits, last);
        }

        if (separators.All(s => s == last))
        {
            return IsGrouped(digits.Split(last)) ? [Join(digits)] : [];
        }

        // Two kinds: the last one, standing once, is the decimal sign, if what is before it is properly grouped.
        var at = digits.LastIndexOf(last);
        var whole = digits[..at];
        var grouping = separators[0];
        return separators.Count(s => s == last) == 1 && whole.Count(c => c == grouping) == separators.Length - 1 && IsGrouped(whole.Split(grouping))
            ? [Decimal(Join(whole), digits[(at + 1)..])]
            : [];
    }

    private static IEnumerable<decimal> One(string digits, char separator)
    {
        var parts = digits.Split(separator);
        if (separator is not ('.' or ','))
        {
            return [Join(digits)];
        }

        var asDecimal = Decimal(decimal.Parse(parts[0], CultureInfo.InvariantCulture), parts[1]);
        var mayGroup = parts[1].Length == 3 && parts[0].Length <= 3 && parts[0][0] != '0';
        return mayGroup ? [Join(digits), asDecimal] : [asDecimal];
    }

    // 1,250,000 and, as in India, 12,50,000.
    private static bool IsGrouped(string[] groups) =>
        groups[0].Length is >= 1 and <= 3 && groups[0][0] != '0' && groups[^1].Length == 3
        && (groups[1..].All(g => g.Length == 3) || (groups[0].Length <= 2 && groups[1..^1].All(g => g.Length == 2)));

    private static decimal Join(string digits) =>
        decimal.Parse(string.Concat(digits.Where(char.IsAsciiDigit)), CultureInfo.InvariantCulture);

    private static decimal Decimal(decimal whole, string places) =>
        whole + decimal.Parse("0." + places, CultureInfo.InvariantCulture);
}
