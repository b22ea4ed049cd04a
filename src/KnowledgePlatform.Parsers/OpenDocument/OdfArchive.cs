using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.OpenDocument;

/// <summary>An OpenDocument package (part 2 of the standard), once <see cref="PackageNesting"/> looked through it; its parts are read piece by piece.</summary>
internal sealed class OdfArchive : IDisposable
{
    private const int MostProperties = 100;
    private const string Content = "content.xml";

    // Elements of a part that hold pieces; each piece is read as a whole.
    private static readonly HashSet<string> Containers = new(StringComparer.Ordinal) { "document-content", "document-styles", "document-meta", "body", "text", "presentation", "meta" };

    private readonly ZipArchive _archive;

    private OdfArchive(ZipArchive archive) => _archive = archive;

    /// <summary>Opens the file.</summary>
    /// <exception cref="RefusedException">Damaged, nested too deeply, unpacks to too much, or protected with a password.</exception>
    public static OdfArchive Open(SourceFile file, DocumentSink sink)
    {
        PackageNesting.Check(file, sink);
        var archive = new OdfArchive(ZipFile.OpenRead(file.Path));
        try
        {
            archive.Check();
            return archive;
        }
        catch
        {
            archive.Dispose();
            throw;
        }
    }

    /// <summary>The title in the document's properties.</summary>
    public string? Title()
    {
        try
        {
            return Pieces("meta.xml").FirstOrDefault(piece => piece.Name == Odf.DublinCore + "title")?.Value;
        }
        catch (XmlException)
        {
            return null;
        }
    }

    /// <summary>Who wrote it first, else last, and when.</summary>
    public Origin Origin()
    {
        try
        {
            var pieces = Pieces("meta.xml").Take(MostProperties).ToLookup(piece => piece.Name, piece => piece.Value);
            return Reading.Origin.Of(
                pieces[Odf.Meta + "initial-creator"].Concat(pieces[Odf.DublinCore + "creator"]).FirstOrDefault(),
                pieces[Odf.Meta + "creation-date"].Concat(pieces[Odf.DublinCore + "date"]).FirstOrDefault());
        }
        catch (XmlException)
        {
            return default;
        }
    }

    /// <summary>The pieces of the document itself: its styles, then its paragraphs, lists, tables or slides.</summary>
    public IEnumerable<XElement> Pieces() => Pieces(Content);

    /// <summary>The pieces of its common styles and running heads; none when the part is missing.</summary>
    public IEnumerable<XElement> StylePieces() => Pieces("styles.xml");

    /// <summary>The document itself, element by element.</summary>
    public XmlReader Reader() => Reader(_archive.GetEntry(Content)!);

    /// <summary>Number of the package's files under a folder.</summary>
    public int Count(string folder) => _archive.Entries.Count(entry => entry.FullName.StartsWith(folder, StringComparison.Ordinal) && entry.Length > 0);

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private void Check()
    {
        if (_archive.GetEntry(Content) is null)
        {
            throw new RefusedException(ParseCodes.Damaged, "The OpenDocument file is damaged: its text part is missing.");
        }

        if (_archive.GetEntry("META-INF/manifest.xml") is not { } manifest)
        {
            return;
        }

        // OpenOffice 2 wrote the name of a DTD into it.
        using var reader = Reader(manifest, DtdProcessing.Ignore);
        if (reader.ReadToFollowing("encryption-data", Odf.Manifest.NamespaceName))
        {
            throw new RefusedException(ParseCodes.UnsupportedProtection, "The document is protected with a password in the way of OpenDocument, which cannot be undone here. Remove the password and upload it again.");
        }
    }

    private IEnumerable<XElement> Pieces(string part)
    {
        if (_archive.GetEntry(part) is not { } entry)
        {
            yield break;
        }

        using var reader = Reader(entry);
        reader.MoveToContent();
        while (!reader.EOF)
        {
            if (reader.NodeType != XmlNodeType.Element || (reader.NamespaceURI == Odf.Office.NamespaceName && Containers.Contains(reader.LocalName)))
            {
                reader.Read();
            }
            else
            {
                yield return (XElement)XNode.ReadFrom(reader);
            }
        }
    }

    private static XmlReader Reader(ZipArchiveEntry entry, DtdProcessing dtd = DtdProcessing.Prohibit) =>
        XmlReader.Create(entry.Open(), new XmlReaderSettings { DtdProcessing = dtd, XmlResolver = null, CheckCharacters = false, CloseInput = true });
}
