using System.IO.Compression;
using System.Xml;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>Who wrote a workbook and when, out of its package (docProps/core.xml, ECMA-376 part 2): the library reads cells only.</summary>
internal static class WorkbookOrigin
{
    private const int MostElements = 100;

    /// <summary>Both unknown for the binary format, and where the part is missing or damaged.</summary>
    public static Origin Read(ZipArchive? archive)
    {
        if (archive?.GetEntry("docProps/core.xml") is not { } entry)
        {
            return default;
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var stream = entry.Open();
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = 1 << 20 });
            for (var i = 0; i < MostElements && reader.Read(); i++)
            {
                if (reader is { NodeType: XmlNodeType.Element, LocalName: "creator" or "created" or "modified", IsEmptyElement: false })
                {
                    var name = reader.LocalName;
                    found.TryAdd(name, reader.Read() && reader.NodeType == XmlNodeType.Text ? reader.Value : "");
                }
            }
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            // What was read before the fault stands.
        }

        return Origin.Of(found.GetValueOrDefault("creator"), found.GetValueOrDefault("created") ?? found.GetValueOrDefault("modified"));
    }
}
