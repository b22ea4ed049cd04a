using System.Xml.Linq;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.OpenDocument;

/// <summary>Reads an OpenDocument presentation (.odp): a slide is a page; its title first, then its text in the order of its shapes, then the speaker's notes.</summary>
internal sealed class OdfSlidesReader : IDocumentReader
{
    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var archive = OdfArchive.Open(file, sink);
        sink.Info(DocumentKind.OpenDocumentSlides, archive.Title(), origin: archive.Origin());
        var styles = new OdfStyles();
        OdfTextReader.TakeStyles(archive, styles);
        var number = 0;
        foreach (var piece in archive.Pieces())
        {
            if (piece.Name == Odf.Office + "automatic-styles")
            {
                styles.Add(piece);
            }
            else if (piece.Name == Odf.Draw + "page")
            {
                WriteSlide(piece, ++number, styles, sink);
            }
        }

        new LeftOut { HasMacros = archive.Count("Basic/") > 0 }.Report(sink);
    }

    private static void WriteSlide(XElement slide, int number, OdfStyles styles, DocumentSink sink)
    {
        var text = new PageText();
        var leftOut = new LeftOut();
        if (styles.PropertyOf("drawing-page", slide.Attribute(Odf.Draw + "style-name")?.Value, "drawing-page-properties", Odf.Presentation + "visibility") == "hidden")
        {
            sink.Skip(number, "The slide is hidden in the presentation; it was read.", unread: false);
        }

        var titles = slide.Elements().Where(shape => ClassOf(shape) == "title").ToList();
        Blocks(BlockKind.Heading, titles);
        Blocks(null, slide.Elements().Except(titles));
        Blocks(BlockKind.Footnote, slide.Elements(Odf.Presentation + "notes").Elements().Where(shape => ClassOf(shape) == "notes"));
        leftOut.Report(sink, number);
        sink.Page(new ParsedPage(number, 0, 0, text.ToString(), text.Blocks, []));

        void Blocks(BlockKind? kind, IEnumerable<XElement> shapes)
        {
            var blocks = new OdfBlocks(styles, leftOut, (found, level, line) => Add(kind ?? found, kind == BlockKind.Heading ? 1 : level, line));
            foreach (var shape in shapes)
            {
                blocks.Write(shape);
            }
        }

        void Add(BlockKind kind, int level, string line)
        {
            var clean = kind == BlockKind.TableRow ? TextCleaner.Cells(line) : TextCleaner.Line(line);
            if (!string.IsNullOrWhiteSpace(clean))
            {
                text.Add(kind, level, clean);
            }
        }
    }

    private static string? ClassOf(XElement shape) => shape.Attribute(Odf.Presentation + "class")?.Value;
}
