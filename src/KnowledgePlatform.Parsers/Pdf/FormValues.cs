using System.Text;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Values of form fields (ISO 32000-1, 12.7.3): a field may inherit its type, flags and value from its ancestors.</summary>
internal sealed class FormValues(Structure structure)
{
    /// <summary>The value of a ticked box.</summary>
    public const string Ticked = "\u2612";

    private const int MostAncestors = 20; // a field may name itself as its parent
    private const int PasswordField = 1 << 13;
    private const int PushButton = 1 << 16;

    /// <summary>What the field shows, or "".</summary>
    public string Of(DictionaryToken widget)
    {
        var flags = Inherited(widget, "Ff") is NumericToken number ? number.Int : 0;
        return (Inherited(widget, "FT") as NameToken)?.Data switch
        {
            "Tx" when (flags & PasswordField) == 0 => Text(Inherited(widget, "V")),
            "Ch" => Choice(widget),
            "Btn" when (flags & PushButton) == 0 && Direct(widget, "AS") is NameToken { Data: not "Off" } => Ticked,
            _ => "",
        };
    }

    /// <summary>How its text is drawn (/DA), or "".</summary>
    public string AppearanceOf(DictionaryToken widget) => Text(Inherited(widget, "DA"));

    private string Choice(DictionaryToken widget)
    {
        var value = Inherited(widget, "V");
        var chosen = value is ArrayToken several ? several.Data.Select(one => Text(Resolve(one))).ToList() : [Text(value)];
        return string.Join('\n', chosen.Select(one => Shown(widget, one)));
    }

    // An option may be a pair: what is sent and what is shown.
    private string Shown(DictionaryToken widget, string value)
    {
        var options = Inherited(widget, "Opt") as ArrayToken;
        foreach (var option in options?.Data.Select(Resolve).OfType<ArrayToken>() ?? [])
        {
            if (option.Data.Count == 2 && Text(Resolve(option.Data[0])) == value)
            {
                return Text(Resolve(option.Data[1]));
            }
        }

        return value;
    }

    private IToken? Inherited(DictionaryToken widget, string name)
    {
        DictionaryToken? field = widget;
        for (var i = 0; i < MostAncestors && field is not null; i++)
        {
            if (Direct(field, name) is { } found)
            {
                return found;
            }

            field = Direct(field, "Parent") as DictionaryToken;
        }

        return null;
    }

    private IToken? Direct(DictionaryToken dictionary, string name) =>
        dictionary.TryGet(NameToken.Create(name), out var token) ? Resolve(token) : null;

    private IToken? Resolve(IToken token) => token is IndirectReferenceToken reference ? structure.GetObject(reference.Data)?.Data : token;

    private string Text(IToken? token) => token switch
    {
        StringToken text => text.Data,
        HexToken hex => Decode(hex.Bytes),
        NameToken name => name.Data,
        StreamToken stream => Decode(stream.Decode(structure.FilterProvider, structure.TokenScanner).Span), // long answers
        _ => "",
    };

    private static string Decode(ReadOnlySpan<byte> bytes) => bytes is [0xFE, 0xFF, ..]
        ? Encoding.BigEndianUnicode.GetString(bytes[2..]) : Encoding.Latin1.GetString(bytes);
}
