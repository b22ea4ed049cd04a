using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Office;

/// <summary>Documents of Office before 2007: it says what they are, so that the parent converts them when it can; what it says besides stands when it cannot.</summary>
internal sealed class OldFormatReader(DocumentKind kind) : IDocumentReader
{
    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        sink.Info(kind, null);
        var (what, ending) = kind == DocumentKind.OldWord ? ("a Word document of the old kind (.doc)", ".docx") : ("a presentation of the old kind (.ppt)", ".pptx");
        throw new RefusedException(
            ParseCodes.NeedsConversion,
            $"The file is {what}, which is read by way of LibreOffice, and that is not installed on this server. Save it as {ending} and upload it again, or ask the administrator to install LibreOffice.");
    }
}
