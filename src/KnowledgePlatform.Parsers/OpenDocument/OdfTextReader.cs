using System.Xml;
using System.Xml.Linq;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.OpenDocument;

/// <summary>Reads an OpenDocument text (.odt).</summary>
internal sealed class OdfTextReader : IDocumentReader
{
    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var archive = OdfArchive.Open(file, sink);
        sink.Info(DocumentKind.OpenDocumentText, archive.Title(), origin: archive.Origin());
        var parts = new PartWriter(sink);
        var leftOut = new LeftOut();
        var styles = new OdfStyles();
        var blocks = new OdfBlocks(styles, leftOut, parts.Add);
        var pages = TakeStyles(archive, styles);
        WriteEdges(blocks, parts, pages, BlockKind.Header, "header");
        foreach (var piece in archive.Pieces())
        {
            if (piece.Name == Odf.Office + "automatic-styles")
            {
                styles.Add(piece);
            }
            else
            {
                blocks.Write(piece);
            }
        }

        WriteEdges(blocks, parts, pages, BlockKind.Footer, "footer");
        parts.Finish();
        leftOut.HasMacros = archive.Count("Basic/") > 0;
        leftOut.Report(sink);
    }

    /// <summary>Takes the common styles; returns the pages' models, which hold the running heads.</summary>
    public static List<XElement> TakeStyles(OdfArchive archive, OdfStyles styles)
    {
        var pages = new List<XElement>();
        foreach (var piece in archive.StylePieces())
        {
            if (piece.Name == Odf.Office + "master-styles")
            {
                pages.AddRange(piece.Elements(Odf.Style + "master-page"));
            }
            else
            {
                styles.Add(piece);
            }
        }

        return pages;
    }

    /// <summary>Writes the running heads, each text once: "header", "header-left", "header-first".</summary>
    public static void WriteEdges(OdfBlocks blocks, PartWriter parts, IEnumerable<XElement> pages, BlockKind kind, string name)
    {
        var edges = pages.Elements().Where(edge =>
            edge.Name.Namespace == Odf.Style && edge.Name.LocalName.StartsWith(name, StringComparison.Ordinal) && edge.Attribute(Odf.Style + "display")?.Value != "false");
        foreach (var line in edges.SelectMany(blocks.Lines).Distinct(StringComparer.Ordinal))
        {
            parts.Add(kind, 0, line);
        }
    }
}
