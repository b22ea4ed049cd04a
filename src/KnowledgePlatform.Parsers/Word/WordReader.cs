using DocumentFormat.OpenXml;
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
        PackageNesting.Check(file, sink.Limits);
        using var package = Open(file);
        var main = package.MainDocumentPart;
        if (main?.Document?.Body is null)
        {
            throw new RefusedException(ParseCodes.Damaged, "The Word document is damaged: its text part is missing.");
        }

        sink.Info(DocumentKind.Word, package.PackageProperties.Title);
        var parts = new PartWriter(sink);
        var blocks = new WordBlocks(main, parts);
        blocks.Write();
        parts.Finish();
        blocks.LeftOut.Report(package, sink);
    }

    private static WordprocessingDocument Open(SourceFile file)
    {
        try
        {
            // Text in markup-compatibility alternatives: the newest that is understood is taken, so that nothing is read twice.
            var settings = new OpenSettings
            {
                AutoSave = false,
                MarkupCompatibilityProcessSettings = new MarkupCompatibilityProcessSettings(MarkupCompatibilityProcessMode.ProcessAllParts, FileFormatVersions.Microsoft365),
            };
            return WordprocessingDocument.Open(file.Path, false, settings);
        }
        catch (Exception fault) when (fault is OpenXmlPackageException or FileFormatException or InvalidDataException)
        {
            throw new RefusedException(ParseCodes.Damaged, "The Word document is damaged or cut off and cannot be opened. Upload the original again.");
        }
    }
}
