using System.Globalization;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Reads dates: 5 March 2024, March 5th, 2024, 5 de marzo de 2024, 05/03/2024, 2024-03-05, in any of the months' languages.</summary>
internal static class DateReader
{
    /// <summary>The date that begins at token <paramref name="at"/>: its readings and its number of tokens; 0 when there is none.</summary>
    public static (DateParts[] Dates, int Tokens) At(string text, IReadOnlyList<Token> tokens, int at)
    {
        var numeric = Numeric(text, tokens, at);
        return numeric.Tokens > 0 ? numeric : Written(tokens, at);
    }

    private static (DateParts[] Dates, int Tokens) Numeric(string text, IReadOnlyList<Token> tokens, int at)
    {
        if (tokens[at].Kind != TokenKind.Number)
        {
            return ([], 0);
        }

        if (tokens[at].Key.Split('.') is { Length: 3 } dotted)
        {
            var parts = Readings(dotted);
            return (parts, parts.Length > 0 ? 1 : 0);
        }

        if (Piece(text, tokens, at, '/') is { } slashed)
        {
            return slashed;
        }

        return Piece(text, tokens, at, '-') ?? ([], 0);
    }

    // Three numbers joined by one sign; the slash is a token of its own, the hyphen is none.
    private static (DateParts[], int)? Piece(string text, IReadOnlyList<Token> tokens, int at, char sign)
    {
        var step = sign == '/' ? 2 : 1;
        if (at + (2 * step) >= tokens.Count)
        {
            return null;
        }

        var parts = new string[3];
        for (var k = 0; k < 3; k++)
        {
            var token = tokens[at + (k * step)];
            var joined = k == 2 || (token.End < text.Length && TextFold.Fold(text[token.End]) == sign && tokens[at + ((k + 1) * step)].Start == token.End + 1);
            if (token.Kind != TokenKind.Number || !joined)
            {
                return null;
            }

            parts[k] = token.Key;
        }

        var readings = Readings(parts);
        return readings.Length > 0 ? (readings, (2 * step) + 1) : null;
    }

    private static DateParts[] Readings(string[] parts)
    {
        if (!parts.All(p => p.Length is >= 1 and <= 4 && p.All(char.IsAsciiDigit)))
        {
            return [];
        }

        var n = parts.Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        if (parts[0].Length == 4)
        {
            return Valid(new DateParts(n[0], n[1], n[2]));
        }

        if (parts[2].Length is not (2 or 4) || parts[0].Length > 2 || parts[1].Length > 2)
        {
            return [];
        }

        var year = parts[2].Length == 4 ? n[2] : n[2] + (n[2] < 70 ? 2000 : 1900);
        return [.. Valid(new DateParts(year, n[1], n[0])).Concat(Valid(new DateParts(year, n[0], n[1]))).Distinct()];
    }

    private static DateParts[] Valid(DateParts date) =>
        date is { Year: >= 1000 and < 3000, Month: >= 1 and <= 12, Day: >= 1 and <= 31 } ? [date] : [];

    private static (DateParts[], int) Written(IReadOnlyList<Token> tokens, int at)
    {
        var i = at;
        var day = 0;
        if (Day(tokens, i) is { } first)
        {
            day = first.Day;
            i += first.Tokens;
            i += Skip(tokens, i, "of", "de", ".", "का", "के", "की");
        }

        if (Month(tokens, i, besideNumber: day > 0 || (i + 1 < tokens.Count && tokens[i + 1].Kind == TokenKind.Number)) is not { } month)
        {
            return ([], 0);
        }

        i++;
        var behind = i + Skip(tokens, i, ".");
        if (day == 0 && Day(tokens, behind) is { } second)
        {
            day = second.Day;
            i = behind + second.Tokens;
        }

        var yearAt = i + Skip(tokens, i, ",", "de", "del", "of", ".", "का", "के");
        if (yearAt < tokens.Count && tokens[yearAt] is { Kind: TokenKind.Number, Key.Length: 4 } year
            && int.TryParse(year.Key, CultureInfo.InvariantCulture, out var y) && y is >= 1000 and < 3000)
        {
            return ([new DateParts(y, month, day)], yearAt + 1 - at);
        }

        return ([new DateParts(0, month, day)], i - at);
    }

    private static (int Day, int Tokens)? Day(IReadOnlyList<Token> tokens, int at)
    {
        if (at >= tokens.Count)
        {
            return null;
        }

        var used = 1;
        int day;
        if (tokens[at].Kind == TokenKind.Number)
        {
            if (tokens[at].Key.Length > 2 || !int.TryParse(tokens[at].Key, CultureInfo.InvariantCulture, out day))
            {
                return null;
            }

            used += at + 1 < tokens.Count && OrdinalEndings.Follows(tokens, at) ? 1 : 0;
        }
        else
        {
            (var value, _, used) = NumberWords.At(tokens, at);
            day = value is >= 1 and <= 31 && value == decimal.Truncate(value.Value) ? (int)value : 0;
        }

        return day is >= 1 and <= 31 ? (day, used) : null;
    }

    private static int? Month(IReadOnlyList<Token> tokens, int at, bool besideNumber)
    {
        if (at >= tokens.Count || !Lexicon.Months.TryGetValue(tokens[at].Key, out var month))
        {
            return null;
        }

        // "may", "march", "mar" are other words too; as months they are capitalised, and alone they are not at the start.
        var sure = tokens[at].Key is not ("may" or "march" or "mar" or "august" or "mars" or "mai" or "dec" or "jan" or "sep")
            || (tokens[at].Capital && (besideNumber || at > 0));
        return sure ? int.Parse(month, CultureInfo.InvariantCulture) : null;
    }

    private static int Skip(IReadOnlyList<Token> tokens, int at, params ReadOnlySpan<string> keys) =>
        at < tokens.Count && keys.Contains(tokens[at].Key) ? 1 : 0;
}
