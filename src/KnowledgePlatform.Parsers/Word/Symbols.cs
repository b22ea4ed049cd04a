using System.Globalization;
using DocumentFormat.OpenXml.Wordprocessing;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Characters of symbol fonts that mean something to a reader of contracts and forms.</summary>
internal static class Symbols
{
    /// <summary>The Unicode character that looks like it, or a bullet for any other sign.</summary>
    public static string Of(SymbolChar symbol) =>
        int.TryParse(symbol.Char?.Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code) ? Of(code) : "";

    /// <summary>A bullet's text as numbering writes it: private-use characters of symbol fonts become ordinary ones.</summary>
    public static string OfBullet(string text) => text.Length == 1 && text[0] is >= '\uF000' and <= '\uF0FF' ? Of(text[0]) : text;

    private static string Of(int code) => (code & 0xFF) switch
    {
        0x6F or 0x71 or 0xA8 => "\u2610", // empty box
        0xFD or 0x78 => "\u2612",         // crossed box
        0xFE => "\u2611",                 // ticked box
        0xFC => "\u2713",                 // tick
        0xFB => "\u2717",                 // cross
        0xE0 => "\u2192",                 // arrow
        0xD3 => "\u00A9",
        0xD2 => "\u00AE",
        _ => "\u2022",
    };
}
