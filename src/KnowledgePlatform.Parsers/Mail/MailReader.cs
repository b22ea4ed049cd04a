using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Text;
using MimeKit;

namespace KnowledgePlatform.Parsers.Mail;

/// <summary>Reads an e-mail message: who wrote to whom and when, the subject, the text, and the messages attached to it. Other attachments are named.</summary>
internal sealed class MailReader : IDocumentReader
{
    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var stream = Open(file, sink);
        using var message = Load(stream, sink.Limits);
        sink.Info(DocumentKind.Mail, message.Subject);
        var parts = new PartWriter(sink);
        var blocks = new MailBlocks(parts, sink.Limits.MaxDepth);
        blocks.Write(message);
        parts.Finish();
        blocks.Report(sink);
    }

    // A message saved as UTF-16 by an editor: no header field is ASCII then, as the format demands.
    private static Stream Open(SourceFile file, DocumentSink sink) => file.Head(2) is [0xFE, 0xFF] or [0xFF, 0xFE] or [0, _] or [_, 0]
        ? new MemoryStream(Encoding.UTF8.GetBytes(PlainTextReader.ReadText(file, sink, out _).TrimStart('\uFEFF')))
        : File.OpenRead(file.Path);

    private static MimeMessage Load(Stream stream, ParseLimits limits)
    {
        try
        {
            return MimeMessage.Load(new ParserOptions { MaxMimeDepth = limits.MaxDepth }, stream);
        }
        catch (FormatException)
        {
            throw new RefusedException(ParseCodes.Damaged, "The file is no e-mail message, or its beginning is damaged.");
        }
    }
}
