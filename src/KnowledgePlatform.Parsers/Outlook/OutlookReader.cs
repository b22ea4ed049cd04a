using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Mail;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Outlook;

/// <summary>Reads a message that Outlook saved (.msg), with the messages attached to it; laid out as other e-mail is.</summary>
internal sealed class OutlookReader : IDocumentReader
{
    // A character of text takes two bytes; what comes after the limit on text is cut by it.
    private const int BytesPerCharacter = 2;

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var stream = File.OpenRead(file.Path);
        var message = OutlookItem.Message(CompoundFile.Open(stream), (sink.Limits.MaxTextLength + 1) * BytesPerCharacter);
        sink.Info(DocumentKind.OutlookMail, message.Text(OutlookBlocks.Subject), origin: OutlookBlocks.OriginOf(message));
        var parts = new PartWriter(sink);
        var blocks = new OutlookBlocks(parts, sink);
        blocks.Write(message);
        parts.Finish();
        blocks.Report();
    }
}
