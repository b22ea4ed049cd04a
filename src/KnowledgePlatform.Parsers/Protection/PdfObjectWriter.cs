using System.Globalization;
using System.Text;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Tokens;

namespace KnowledgePlatform.Parsers.Protection;

/// <summary>Writes objects of a PDF as a file of their own (ISO 32000-1, 7.3 and 7.5).</summary>
internal sealed class PdfObjectWriter
{
    private readonly Stream _output;
    private readonly SortedDictionary<long, (long Offset, int Generation)> _offsets = [];

    public PdfObjectWriter(Stream output)
    {
        _output = output;
        Write("%PDF-1.7\n%\u00E2\u00E3\u00CF\u00D3\n");
    }

    /// <summary>True before the first object.</summary>
    public bool IsEmpty => _offsets.Count == 0;

    /// <summary>Writes one object.</summary>
    public void Write(IndirectReference reference, IToken data)
    {
        _offsets[reference.ObjectNumber] = (_output.Position, reference.Generation);
        Write(string.Create(CultureInfo.InvariantCulture, $"{reference.ObjectNumber} {reference.Generation} obj\n"));
        Write(data);
        Write("\nendobj\n");
    }

    /// <summary>Writes the table of objects and the end of the file.</summary>
    public void End(IndirectReference root, IndirectReference? info)
    {
        var at = _output.Position;
        Write("xref\n0 1\n0000000000 65535 f \n");
        foreach (var (number, (offset, generation)) in _offsets)
        {
            Write(string.Create(CultureInfo.InvariantCulture, $"{number} 1\n{offset:0000000000} {generation:00000} n \n"));
        }

        var about = info is { } reference ? $" /Info {Of(reference)}" : "";
        Write(string.Create(CultureInfo.InvariantCulture, $"trailer\n<< /Size {_offsets.Keys.Max() + 1} /Root {Of(root)}{about} >>\nstartxref\n{at}\n%%EOF\n"));
    }

    private void Write(IToken token)
    {
        switch (token)
        {
            case StreamToken stream:
                WriteStream(stream);
                break;
            case DictionaryToken dictionary:
                Write("<<");
                WriteEntries(dictionary, except: null);
                Write(">>");
                break;
            case ArrayToken array:
                Write("[");
                foreach (var item in array.Data)
                {
                    Write(item);
                    Write(" ");
                }

                Write("]");
                break;
            case NameToken name:
                WriteName(name.Data);
                break;
            case StringToken text:
                Write($"<{Convert.ToHexString(text.GetBytes())}>");
                break;
            case HexToken hex:
                Write($"<{Convert.ToHexString(hex.Bytes)}>");
                break;
            case NumericToken number:
                Write(number.Data.ToString("0.##########", CultureInfo.InvariantCulture));
                break;
            case BooleanToken truth:
                Write(truth.Data ? "true" : "false");
                break;
            case IndirectReferenceToken reference:
                Write(Of(reference.Data));
                break;
            default:
                Write("null");
                break;
        }
    }

    private void WriteStream(StreamToken stream)
    {
        Write("<<");
        WriteEntries(stream.StreamDictionary, except: "Length");
        Write(string.Create(CultureInfo.InvariantCulture, $"/Length {stream.Data.Length}>>\nstream\n"));
        _output.Write(stream.Data.Span);
        Write("\nendstream");
    }

    private void WriteEntries(DictionaryToken dictionary, string? except)
    {
        foreach (var (key, value) in dictionary.Data.Where(entry => entry.Key != except))
        {
            WriteName(key);
            Write(" ");
            Write(value);
        }
    }

    private void WriteName(string name)
    {
        var written = new StringBuilder("/");
        foreach (var b in Encoding.Latin1.GetBytes(name))
        {
            _ = b is < 33 or > 126 || "#/()<>[]{}%".Contains((char)b, StringComparison.Ordinal)
                ? written.Append('#').Append(b.ToString("X2", CultureInfo.InvariantCulture)) : written.Append((char)b);
        }

        Write(written.ToString());
    }

    private static string Of(IndirectReference reference) => string.Create(CultureInfo.InvariantCulture, $"{reference.ObjectNumber} {reference.Generation} R");

    private void Write(string text) => _output.Write(Encoding.Latin1.GetBytes(text));
}
