using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Documents;

/// <summary>Writes small PDF files object by object, so that a test shows exactly what is in its document.</summary>
internal sealed class PdfBuilder
{
    private const int Catalog = 1;
    private const int Pages = 2;
    private const int Fonts = 3;

    private readonly List<PdfObject> _objects = [];
    private readonly List<int> _pages = [];

    public PdfBuilder()
    {
        Add(""); // the catalog and the page tree are known at the end
        Add("");
        Add("");
        var regular = Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>");
        var bold = Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>");
        _objects[Fonts - 1] = new PdfObject($"<< /F1 {regular} 0 R /F2 {bold} 0 R /F3 {AddLigatureFont()} 0 R >>", null);
    }

    /// <summary>Added to the catalog.</summary>
    public string CatalogEntries { get; set; } = "";

    /// <summary>Added to the page tree; "/Count 0" makes a file without pages.</summary>
    public string? PageTree { get; set; }

    /// <summary>Added to the trailer.</summary>
    public string TrailerEntries { get; set; } = "";

    /// <summary>The security handler that encrypts the streams; null for none.</summary>
    public IPdfEncryption? Encryption { get; set; }

    /// <summary>Adds an object; returns its number.</summary>
    public int Add(string body)
    {
        _objects.Add(new PdfObject(body, null));
        return _objects.Count;
    }

    /// <summary>Changes an object that was added, for those that refer to themselves.</summary>
    public void Replace(int number, string body) => _objects[number - 1] = new PdfObject(body, null);

    /// <summary>Adds a stream; returns its number.</summary>
    public int AddStream(string entries, byte[] data)
    {
        _objects.Add(new PdfObject(entries, data));
        return _objects.Count;
    }

    /// <summary>Lets pages draw with a font that was added.</summary>
    public void AddFont(string name, int font) => Replace(Fonts, _objects[Fonts - 1].Body.Replace("<< ", $"<< /{name} {font} 0 R ", StringComparison.Ordinal));

    /// <summary>Adds a page with the content that <paramref name="draw"/> puts on it; y grows upwards as in PDF.</summary>
    public PdfBuilder Page(Action<PdfPageBuilder> draw)
    {
        var page = new PdfPageBuilder(this);
        draw(page);
        var content = AddStream("", Encoding.Latin1.GetBytes(page.Content));
        _pages.Add(Add($"<< /Type /Page /Parent {Pages} 0 R /MediaBox {page.MediaBox} {page.Entries} /Contents {content} 0 R "
            + $"/Resources << /Font {Fonts} 0 R {page.Resources} >> >>"));
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] Build()
    {
        _objects[Catalog - 1] = new PdfObject($"<< /Type /Catalog /Pages {Pages} 0 R {CatalogEntries} >>", null);
        var tree = PageTree ?? $"/Kids [{string.Join(' ', _pages.Select(number => $"{number} 0 R"))}] /Count {_pages.Count}";
        _objects[Pages - 1] = new PdfObject($"<< /Type /Pages {tree} >>", null);
        using var file = new MemoryStream();
        Write(file, "%PDF-1.7\n");
        var offsets = new List<long>();
        for (var i = 0; i < _objects.Count; i++)
        {
            offsets.Add(file.Position);
            WriteObject(file, i + 1, _objects[i]);
        }

        var table = file.Position;
        Write(file, $"xref\n0 {_objects.Count + 1}\n0000000000 65535 f \n");
        offsets.ForEach(offset => Write(file, offset.ToString("D10", CultureInfo.InvariantCulture) + " 00000 n \n"));
        Write(file, $"trailer\n<< /Size {_objects.Count + 1} /Root {Catalog} 0 R {Encryption?.Trailer} {TrailerEntries} >>\nstartxref\n{table}\n%%EOF\n");
        return file.ToArray();
    }

    private void WriteObject(MemoryStream file, int number, PdfObject value)
    {
        Write(file, $"{number} 0 obj\n");
        if (value.Stream is { } plain)
        {
            var data = Encryption?.Encrypt(plain, number) ?? plain;
            Write(file, $"<< {value.Body} /Length {data.Length} >>\nstream\n");
            file.Write(data);
            Write(file, "\nendstream\nendobj\n");
            return;
        }

        Write(file, value.Body + "\nendobj\n");
    }

    // Bytes 1 to 4 are drawn as one glyph each; as many programs do, the file says that it stands for U+FB01 and the like.
    private int AddLigatureFont()
    {
        const string Map = """
            /CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Lig def /CMapType 2 def
            1 begincodespacerange <00> <FF> endcodespacerange
            4 beginbfchar <01> <FB01> <02> <FB02> <03> <FB00> <04> <FB03> endbfchar
            1 beginbfrange <20> <7E> <0020> endbfrange
            endcmap CMapName currentdict /CMap defineresource pop end end
            """;
        var toUnicode = AddStream("", Encoding.ASCII.GetBytes(Map));
        return Add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /BaseEncoding /WinAnsiEncoding "
            + $"/Differences [1 /fi /fl /ff /ffi] >> /ToUnicode {toUnicode} 0 R >>");
    }

    private static void Write(MemoryStream file, string text) => file.Write(Encoding.Latin1.GetBytes(text));

    private sealed record PdfObject(string Body, byte[]? Stream);
}
