using System.Globalization;
using System.Text;
using KnowledgePlatform.Parsers.Reading;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>How a PDF names its pages (/PageLabels, ISO 32000-1, 12.4.2): "iv", "A-3".</summary>
internal sealed class PageLabels
{
    private const int LongestLabel = 40;
    private const int DeepestTree = 20;
    private const int MostRanges = 20_000;

    private readonly Structure _structure;
    private readonly SortedList<int, DictionaryToken> _ranges = [];

    /// <summary>Reads the labels of a document; a broken tree gives those that were read before the fault.</summary>
    public PageLabels(PdfDocument document)
    {
        _structure = document.Structure;
        try
        {
            if (_structure.Catalog.CatalogDictionary.TryGet(NameToken.Create("PageLabels"), out var root))
            {
                Read(Resolve(root) as DictionaryToken, 0);
            }
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // A label is a convenience: the page's number stands.
        }
    }

    /// <summary>The label of a page, from 1; null when there is none, or when it is the page's number.</summary>
    public string? Of(int page)
    {
        // The last range that begins before the page; a few ranges in nearly every file.
        var at = -1;
        for (var (low, high) = (0, _ranges.Count - 1); low <= high;)
        {
            var middle = (low + high) / 2;
            (at, low, high) = _ranges.Keys[middle] < page ? (middle, middle + 1, high) : (at, low, middle - 1);
        }

        if (at < 0)
        {
            return null;
        }

        var range = _ranges.Values[at];
        var first = Direct(range, "St") is NumericToken { Int: > 0 } start ? start.Int : 1;
        var number = (long)first + page - 1 - _ranges.Keys[at];
        var label = TextCleaner.Line(Text(Direct(range, "P")) + Number((Direct(range, "S") as NameToken)?.Data, (int)Math.Min(number, int.MaxValue)));
        return label.Length is 0 or > LongestLabel || label == page.ToString(CultureInfo.InvariantCulture) ? null : label;
    }

    private void Read(DictionaryToken? node, int depth)
    {
        if (node is null || depth > DeepestTree)
        {
            return;
        }

        var pairs = (Direct(node, "Nums") as ArrayToken)?.Data ?? [];
        for (var i = 0; i + 1 < pairs.Count && _ranges.Count < MostRanges; i += 2)
        {
            if (Resolve(pairs[i]) is NumericToken { Int: >= 0 } index && Resolve(pairs[i + 1]) is DictionaryToken range)
            {
                _ranges[index.Int] = range;
            }
        }

        foreach (var kid in ((Direct(node, "Kids") as ArrayToken)?.Data ?? []).TakeWhile(_ => _ranges.Count < MostRanges).Take(MostRanges))
        {
            Read(Resolve(kid) as DictionaryToken, depth + 1);
        }
    }

    private static string Number(string? style, int number) => style switch
    {
        "D" => number.ToString(CultureInfo.InvariantCulture),
        "r" => Numerals.Roman(number),
        "R" => Numerals.Roman(number).ToUpperInvariant(),
        "a" => Numerals.Letters(number),
        "A" => Numerals.Letters(number).ToUpperInvariant(),
        _ => "",
    };

    private IToken? Direct(DictionaryToken dictionary, string name) => dictionary.TryGet(NameToken.Create(name), out var token) ? Resolve(token) : null;

    private IToken? Resolve(IToken token) => token is IndirectReferenceToken reference ? _structure.GetObject(reference.Data)?.Data : token;

    private static string Text(IToken? token) => token switch
    {
        StringToken text => text.Data,
        HexToken hex => hex.Bytes is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode.GetString(hex.Bytes.ToArray().AsSpan(2)) : Encoding.Latin1.GetString([.. hex.Bytes]),
        _ => "",
    };
}
