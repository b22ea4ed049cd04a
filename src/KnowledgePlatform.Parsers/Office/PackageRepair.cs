using System.IO.Compression;
using System.Xml;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Office;

/// <summary>A package whose damaged parts end where they break off, with what was open there closed: what comes before the fault can then be read.</summary>
internal sealed class PackageRepair
{
    private readonly SourceFile _file;
    private readonly byte[]? _mended;

    /// <summary>Mends a package in memory; nothing is done when no part is damaged.</summary>
    /// <param name="file">The package.</param>
    /// <param name="broken">What <see cref="PackageNesting.Check"/> found.</param>
    public PackageRepair(SourceFile file, IReadOnlySet<string> broken) => (_file, _mended) = (file, broken.Count == 0 ? null : Mend(file, broken));

    /// <summary>Opens the package.</summary>
    public Stream Open() => _mended is null ? File.OpenRead(_file.Path) : new MemoryStream(_mended, writable: false);

    private static byte[] Mend(SourceFile file, IReadOnlySet<string> broken)
    {
        using var mended = new MemoryStream();
        using (var source = ZipFile.OpenRead(file.Path))
        using (var target = new ZipArchive(mended, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                using var copy = target.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open();
                if (broken.Contains(entry.FullName))
                {
                    CopyUpToFault(entry, copy);
                }
                else if (IsMarkup(entry.FullName))
                {
                    using var content = entry.Open();
                    content.CopyTo(copy);
                }

                // Pictures and the like are counted and not read: their names are enough.
            }
        }

        return mended.ToArray();
    }

    private static bool IsMarkup(string name) => name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase);

    private static void CopyUpToFault(ZipArchiveEntry entry, Stream copy)
    {
        using var content = entry.Open();
        using var reader = PackageNesting.Reader(content);
        // Closing it closes the elements that are open.
        using var writer = XmlWriter.Create(copy, new XmlWriterSettings { CheckCharacters = false, ConformanceLevel = ConformanceLevel.Auto });
        try
        {
            while (reader.Read())
            {
                CopyNode(reader, writer);
            }
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            // That is where it ends.
        }
    }

    private static void CopyNode(XmlReader reader, XmlWriter writer)
    {
        switch (reader.NodeType)
        {
            case XmlNodeType.Element:
                var isEmpty = reader.IsEmptyElement;
                writer.WriteStartElement(reader.Prefix, reader.LocalName, reader.NamespaceURI);
                writer.WriteAttributes(reader, defattr: false);
                if (isEmpty)
                {
                    writer.WriteEndElement();
                }

                break;
            case XmlNodeType.EndElement:
                writer.WriteFullEndElement();
                break;
            case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace when reader.Depth > 0:
                writer.WriteString(reader.Value);
                break;
        }
    }
}
