using System.Globalization;

namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Cuts a text into words, numbers and signs with their positions.</summary>
internal static class Lexer
{
    public static IReadOnlyList<Token> Read(string text)
    {
        var folded = TextFold.Fold(text);
        var tokens = new List<Token>(text.Length / 5);
        for (var i = 0; i < folded.Length;)
        {
            i = char.IsAsciiDigit(folded[i]) ? ReadNumber(text, folded, i, tokens)
                : IsUnspaced(folded[i]) ? ReadUnspaced(folded, i, tokens)
                : IsWordChar(folded[i]) ? ReadWord(text, folded, i, tokens)
                : ReadSign(text, folded, i, tokens);
        }

        return tokens;
    }

    private static int ReadNumber(string text, string folded, int start, List<Token> tokens)
    {
        var end = start + 1;
        while (end < folded.Length)
        {
            if (char.IsAsciiDigit(folded[end]))
            {
                end++;
            }
            else if (end + 1 < folded.Length && folded[end] is '.' or ',' or '\'' or '\u00A0' && char.IsAsciiDigit(folded[end + 1])
                && (folded[end] is '.' or ',' || GroupFollows(folded, end + 1)))
            {
                end++;
            }
            else
            {
                break;
            }
        }

        if (end < folded.Length && folded[end] is '\u00BD' or '\u00BC' or '\u00BE')
        {
            end++;
        }

        // "12b", "3D", "2nd": letters right behind digits. The reader of facts tells units and ordinals from codes.
        var letters = end;
        while (letters < folded.Length && (IsWordChar(folded[letters]) || char.IsAsciiDigit(folded[letters])) && !IsUnspaced(folded[letters]))
        {
            letters++;
        }

        if (letters > end && folded[end..letters].Any(char.IsAsciiDigit))
        {
            tokens.Add(Make(text, folded, start, letters, TokenKind.Code));
            return letters;
        }

        tokens.Add(Make(text, folded, start, end, TokenKind.Number));
        return end;
    }

    private static bool GroupFollows(string folded, int at)
    {
        var digits = 0;
        while (at + digits < folded.Length && char.IsAsciiDigit(folded[at + digits]))
        {
            digits++;
        }

        return digits == 3;
    }

    private static int ReadWord(string text, string folded, int start, List<Token> tokens)
    {
        var end = start;
        var digits = false;
        while (end < folded.Length && !IsUnspaced(folded[end]))
        {
            if (IsWordChar(folded[end]) || char.IsAsciiDigit(folded[end]))
            {
                digits |= char.IsAsciiDigit(folded[end]);
                end++;
            }
            else if (folded[end] == '\'' && end + 1 < folded.Length && IsWordChar(folded[end + 1]))
            {
                end++;
            }
            else if (IsInitialism(folded, start, end))
            {
                end++;
            }
            else
            {
                break;
            }
        }

        tokens.Add(Make(text, folded, start, end, digits ? TokenKind.Code : TokenKind.Word));
        return end;
    }

    // "U.S.A", "e.g": single letters joined by full stops; the last full stop stays outside.
    private static bool IsInitialism(string folded, int start, int end) =>
        folded[end] == '.' && end + 1 < folded.Length && char.IsAsciiLetter(folded[end + 1])
        && (end + 2 >= folded.Length || !char.IsAsciiLetter(folded[end + 2]))
        && (end - start == 1 || (end - start >= 3 && folded[end - 2] == '.'));

    // Chinese, Japanese and Thai write words without spaces: pairs of characters stand for words.
    private static int ReadUnspaced(string folded, int start, List<Token> tokens)
    {
        var end = start;
        while (end < folded.Length && IsUnspaced(folded[end]))
        {
            end++;
        }

        if (end - start == 1)
        {
            tokens.Add(new Token(start, end, TokenKind.Word, folded[start..end], folded[start..end], Capital: false));
        }

        for (var i = start; i + 1 < end; i++)
        {
            tokens.Add(new Token(i, i + 2, TokenKind.Word, folded.Substring(i, 2), folded.Substring(i, 2), Capital: false));
        }

        return end;
    }

    private static int ReadSign(string text, string folded, int i, List<Token> tokens)
    {
        var c = folded[i];
        var isDash = c == '-' && (text[i] == '\u2014' || IsSpace(folded, i - 1) || IsSpace(folded, i + 1));
        if (c is '%' or '\u2030' or '$' or '°' or '²' or '/' or '§' || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol)
        {
            tokens.Add(new Token(i, i + 1, TokenKind.Symbol, c.ToString(), "", Capital: false));
        }
        else if (isDash || c is ',' or ';' or ':' or '(' or ')' or '[' or ']' or '.' or '!' or '?' or '\n' or '\u0964' or '\u3002' or '\uFF0C' or '\u060C')
        {
            tokens.Add(new Token(i, i + 1, TokenKind.Break, isDash ? "--" : c.ToString(), "", Capital: false));
        }

        return i + 1;
    }

    private static bool IsSpace(string text, int at) => at >= 0 && at < text.Length && char.IsWhiteSpace(text[at]);

    private static bool IsWordChar(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.ModifierLetter
        or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.Surrogate || c is '\u200C' or '\u200D' or '\u00AD';

    private static bool IsUnspaced(char c) => c is (>= '\u0E00' and <= '\u0E7F') or (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF');

    private static Token Make(string text, string folded, int start, int end, TokenKind kind)
    {
        var key = TextFold.Key(folded.AsSpan(start, end - start));
        if (kind == TokenKind.Word)
        {
            key = key.Replace(".", "", StringComparison.Ordinal);
            key = key.EndsWith("'s", StringComparison.Ordinal) ? key[..^2] : key.Replace("'", "", StringComparison.Ordinal);
        }

        var stem = kind == TokenKind.Word && key.Length > 1 && !WordStems.IsStop(key) ? WordStems.Stem(key) : "";
        return new Token(start, end, kind, key, stem, char.IsUpper(text[start]));
    }
}
