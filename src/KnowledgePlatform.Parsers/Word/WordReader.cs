using DocumentFormat.OpenXml.Packaging;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Reads a Word document (Office Open XML, transitional or strict).</summary>
internal sealed class WordReader : IDocumentReader
{
    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var package = OfficePackage.Open(file, sink, WordprocessingDocument.Open, "Word document");
        var main = package.MainDocumentPart;
        if (main?.Document?.Body is null)
        {
            throw new RefusedException(ParseCodes.Damaged, "The Word document is damaged: its text part is missing.");
        }

        sink.Info(DocumentKind.Word, package.PackageProperties.Title, origin: Origin.Of(package));
        var parts = new PartWriter(sink);
        var blocks = new WordBlocks(main, parts);
        blocks.Write();
        parts.Finish();
        Count(main, blocks.LeftOut);
        blocks.LeftOut.Report(sink);
    }

    private static void Count(MainDocumentPart main, LeftOut leftOut)
    {
        leftOut.EmbeddedFiles = main.EmbeddedPackageParts.Count() + main.EmbeddedObjectParts.Count();
        leftOut.HasMacros = main.VbaProjectPart is not null;
    }
}
