using KnowledgePlatform.Parsers.Word;

namespace KnowledgePlatform.Parsers.RichText;

/// <summary>Characters of fonts of signs.</summary>
internal static class RtfSymbols
{
    // The encoding of the font "Symbol" (PostScript Language Reference, E.5) where it differs from ASCII.
    private const string Capitals = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    private const string Letters = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";

    private static readonly Dictionary<int, char> Others = new()
    {
        [0xA2] = '′', [0xA3] = '≤', [0xA5] = '∞', [0xAC] = '←', [0xAD] = '↑', [0xAE] = '→', [0xAF] = '↓', [0xB0] = '°', [0xB1] = '±', [0xB2] = '″', [0xB3] = '≥',
        [0xB4] = '×', [0xB5] = '∝', [0xB8] = '÷', [0xB9] = '≠', [0xBA] = '≡', [0xBB] = '≈', [0xD6] = '√', [0xD7] = '⋅', [0xE5] = '∑', [0xF2] = '∫', [0x2D] = '−',
    };

    /// <summary>What a reader sees where a font of this name shows the character.</summary>
    public static string Of(string font, int code)
    {
        code &= 0xFF;
        if (code <= ' ')
        {
            return " ";
        }

        if (!font.StartsWith("Symbol", StringComparison.OrdinalIgnoreCase))
        {
            return Symbols.OfBullet(((char)(0xF000 | code)).ToString());
        }

        return Greek(code) is { } sign ? sign.ToString() : code < 0x7F ? ((char)code).ToString() : "\u2022";
    }

    private static char? Greek(int code) => code switch
    {
        >= 'A' and <= 'Z' => Capitals[code - 'A'],
        >= 'a' and <= 'z' => Letters[code - 'a'],
        _ => Others.TryGetValue(code, out var sign) ? sign : null,
    };
}
