using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Text;
using MimeKit;

namespace KnowledgePlatform.Parsers.Mail;

/// <summary>
/// Reads an e-mail message, or all of a mailbox (mbox): who wrote to whom and when, the subject, the text, and the messages attached to it. Other attachments are named and handed out.
/// </summary>
internal sealed class MailReader : IDocumentReader
{
    private const int BeginningLength = 64 * 1024;

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var stream = Open(file, sink);
        var isMailbox = MailSigns.LooksLikeMailbox(TextDecoder.DecodeHead(file.Head(BeginningLength)));
        var parser = new MimeParser(new ParserOptions { MaxMimeDepth = sink.Limits.MaxDepth }, stream, isMailbox ? MimeFormat.Mbox : MimeFormat.Entity);
        var parts = new PartWriter(sink);
        var counts = new MailCounts();
        var blocks = new MailBlocks(parts, sink, counts);
        var read = 0;
        do
        {
            if (Next(parser, read, sink) is not { } message)
            {
                break;
            }

            if (read++ == 0)
            {
                sink.Info(DocumentKind.Mail, isMailbox ? null : message.Subject, origin: isMailbox ? default : OriginOf(message));
            }

            // A message begins a part of its own.
            using (message)
            {
                blocks.Write(message);
            }

            parts.Finish();
        }
        while (isMailbox && !parser.IsEndOfStream);
        counts.Report(sink);
    }

    // A message saved as UTF-16 by an editor: no header field is ASCII then, as the format demands.
    private static Stream Open(SourceFile file, DocumentSink sink) => file.Head(2) is [0xFE, 0xFF] or [0xFF, 0xFE] or [0, _] or [_, 0]
        ? new MemoryStream(Encoding.UTF8.GetBytes(PlainTextReader.ReadText(file, sink, out _).TrimStart('\uFEFF')))
        : File.OpenRead(file.Path);

    private static Origin OriginOf(MimeMessage message)
    {
        var author = message.From.Mailboxes.FirstOrDefault() ?? message.Sender;
        return new Origin(
            string.IsNullOrWhiteSpace(author?.Name) ? author?.Address : author.Name, message.Date == DateTimeOffset.MinValue ? null : DateOnly.FromDateTime(message.Date.DateTime));
    }

    // A broken message ends a mailbox: where the next one begins is not certain any more.
    private static MimeMessage? Next(MimeParser parser, int read, DocumentSink sink)
    {
        try
        {
            return parser.ParseMessage();
        }
        catch (FormatException) when (read > 0)
        {
            sink.Skip(null, $"The message after number {read:N0} is damaged; it and what follows were not read.", unread: true, damaged: true);
            return null;
        }
        catch (FormatException)
        {
            throw new RefusedException(ParseCodes.Damaged, "The file is no e-mail message, or its beginning is damaged.");
        }
    }
}
