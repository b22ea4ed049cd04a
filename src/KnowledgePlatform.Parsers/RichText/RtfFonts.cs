using System.Text;

namespace KnowledgePlatform.Parsers.RichText;

/// <summary>The table of fonts: a font's character set says what the bytes of its text mean.</summary>
internal sealed class RtfFonts
{
    private const int Symbol = 2;
    private const int LongestName = 64;

    private readonly Dictionary<int, Font> _fonts = [];
    private readonly StringBuilder _name = new();
    private int _current;

    static RtfFonts() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Code page of the document, for fonts that do not name their own.</summary>
    public Encoding Default { get; set; } = Of(1252);

    /// <summary>Number of the default font.</summary>
    public int DefaultFont { get; set; }

    /// <summary>Takes a control word out of the table.</summary>
    public void Take(string word, int? number)
    {
        switch (word)
        {
            case "f":
                _current = number ?? 0;
                _fonts[_current] = new Font(null, false, "");
                _name.Clear();
                break;
            case "fcharset" when number == Symbol:
                Change(font => font with { IsSymbol = true });
                break;
            case "fcharset" when CodePageOf(number) is { } page:
                Change(font => font with { Encoding = Of(page) });
                break;
            case "cpg" when number is { } page:
                Change(font => font with { Encoding = Of(page) });
                break;
        }
    }

    /// <summary>Takes a character of a font's name out of the table.</summary>
    public void Take(char c)
    {
        if (c == ';')
        {
            Change(font => font with { Name = _name.ToString().Trim() });
        }
        else if (_name.Length < LongestName)
        {
            _name.Append(c);
        }
    }

    /// <summary>What the bytes of this font's text mean.</summary>
    public Encoding EncodingOf(int? font) => _fonts.GetValueOrDefault(font ?? DefaultFont)?.Encoding ?? Default;

    /// <summary>The name of a font of signs, null for a font of letters.</summary>
    public string? SymbolFont(int? font) => _fonts.GetValueOrDefault(font ?? DefaultFont) is { IsSymbol: true } signs ? signs.Name : null;

    /// <summary>A code page by its number, Windows-1252 for an unknown one.</summary>
    public static Encoding Of(int page)
    {
        try
        {
            return Encoding.GetEncoding(page);
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            return Encoding.GetEncoding(1252);
        }
    }

    private void Change(Func<Font, Font> change) => _fonts[_current] = change(_fonts.GetValueOrDefault(_current) ?? new Font(null, false, ""));

    // Specification 1.9.1, "Font Table", table of character sets; 1 is the document's own.
    private static int? CodePageOf(int? charset) => charset switch
    {
        0 => 1252,
        77 => 10000, 78 => 10001, 79 => 10003, 80 => 10008, 81 => 10002, 83 => 10005, 84 => 10004, 85 => 10006, 86 => 10081, 87 => 10021, 88 => 10029, 89 => 10007,
        128 => 932, 129 => 949, 130 => 1361, 134 => 936, 136 => 950,
        161 => 1253, 162 => 1254, 163 => 1258, 177 => 1255, 178 => 1256, 186 => 1257, 204 => 1251, 222 => 874, 238 => 1250,
        254 => 437, 255 => 850,
        _ => null,
    };

    private sealed record Font(Encoding? Encoding, bool IsSymbol, string Name);
}
