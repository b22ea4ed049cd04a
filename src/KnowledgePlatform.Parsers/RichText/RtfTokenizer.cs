using System.Globalization;

namespace KnowledgePlatform.Parsers.RichText;

/// <summary>Cuts a stream of Rich Text into tokens (Rich Text Format Specification 1.9.1, "RTF Syntax"); holds one buffer of it in memory.</summary>
internal sealed class RtfTokenizer(Stream stream)
{
    private const int LongestWord = 32; // the specification's own limit
    private const int LongestNumber = 10;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _filled;

    /// <summary>The next token; after the end always <see cref="RtfTokenKind.End"/>.</summary>
    public RtfToken Next()
    {
        while (true)
        {
            var next = Take();
            switch (next)
            {
                case < 0:
                    return new RtfToken(RtfTokenKind.End, "", null, 0);
                case '{':
                    return new RtfToken(RtfTokenKind.GroupStart, "", null, 0);
                case '}':
                    return new RtfToken(RtfTokenKind.GroupEnd, "", null, 0);
                case '\\':
                    return Control();
                case '\r' or '\n' or 0:
                    break;
                default:
                    return new RtfToken(RtfTokenKind.Byte, "", null, (byte)next);
            }
        }
    }

    private RtfToken Control()
    {
        var next = Peek();
        if (next < 0)
        {
            return new RtfToken(RtfTokenKind.End, "", null, 0);
        }

        if (!char.IsAsciiLetter((char)next))
        {
            _at++;
            return next == '\'' ? Hexadecimal() : new RtfToken(RtfTokenKind.Symbol, "", null, (byte)next);
        }

        var word = Letters();
        var number = Number();
        if (Peek() == ' ')
        {
            _at++;
        }

        if (word == "bin")
        {
            Pass(number ?? 0);
        }

        return new RtfToken(RtfTokenKind.Word, word, number, 0);
    }

    private RtfToken Hexadecimal()
    {
        var value = 0;
        for (var i = 0; i < 2 && Peek() is >= 0 and var digit && char.IsAsciiHexDigit((char)digit); i++)
        {
            value = (value << 4) | Convert.ToInt32(((char)digit).ToString(), 16);
            _at++;
        }

        return new RtfToken(RtfTokenKind.Byte, "", null, (byte)value);
    }

    private string Letters()
    {
        Span<char> letters = stackalloc char[LongestWord];
        var length = 0;
        for (var next = Peek(); next >= 0 && length < LongestWord && char.IsAsciiLetter((char)next); next = Peek())
        {
            letters[length++] = (char)next;
            _at++;
        }

        return letters[..length].ToString();
    }

    private int? Number()
    {
        Span<char> digits = stackalloc char[LongestNumber + 1];
        var length = 0;
        for (var next = Peek(); length < digits.Length && (char.IsAsciiDigit((char)Math.Max(0, next)) || (next == '-' && length == 0)); next = Peek())
        {
            digits[length++] = (char)next;
            _at++;
        }

        return int.TryParse(digits[..length], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    // Binary data stand in the text as they are; a number beyond the end of the file passes what there is.
    private void Pass(int count)
    {
        for (; count > 0 && Peek() >= 0; count--)
        {
            _at++;
        }
    }

    private int Take()
    {
        var next = Peek();
        _at += next < 0 ? 0 : 1;
        return next;
    }

    private int Peek()
    {
        if (_at == _filled)
        {
            _at = 0;
            _filled = stream.Read(_buffer, 0, _buffer.Length);
        }

        return _filled == 0 ? -1 : _buffer[_at];
    }
}
