using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Html;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Text;
using MimeKit;
using MimeKit.Cryptography;

namespace KnowledgePlatform.Parsers.Mail;

/// <summary>Writes messages as blocks.</summary>
internal sealed class MailBlocks(PartWriter parts, DocumentSink sink, MailCounts counts)
{
    /// <summary>Writes a message with what is attached to it as messages.</summary>
    public void Write(MimeMessage message) => Write(message, 1);

    /// <summary>Writes a part of a message, as a signature holds it.</summary>
    public void Write(MimeEntity entity) => Write(entity, 1);

    private void Write(MimeMessage message, int level)
    {
        MailHead.AddSubject(parts, level, message.Subject);
        MailHead.AddField(parts, "From", message.From.ToString());
        MailHead.AddField(parts, "To", message.To.ToString());
        MailHead.AddField(parts, "Cc", message.Cc.ToString());
        MailHead.AddField(parts, "Bcc", message.Bcc.ToString());
        if (message.Date != DateTimeOffset.MinValue)
        {
            MailHead.AddDate(parts, message.Date);
        }

        if (message.Body is { } body)
        {
            Write(body, level);
        }
    }

    private void Write(MimeEntity entity, int level)
    {
        switch (entity)
        {
            case MultipartEncrypted or ApplicationPkcs7Mime { SecureMimeType: SecureMimeType.EnvelopedData or SecureMimeType.AuthEnvelopedData }:
                counts.Encrypted++;
                break;
            case MultipartAlternative alternatives:
                WriteBest(alternatives, level);
                break;
            case Multipart multipart:
                foreach (var part in multipart)
                {
                    Write(part, level);
                }

                break;
            case MessagePart { Message: { } attached }:
                WriteAttached(attached, level);
                break;
            case TextPart { IsAttachment: false } text when text.IsHtml || text.IsPlain || text.IsEnriched:
                WriteText(text);
                break;
            case ApplicationPkcs7Mime:
                counts.Sealed++;
                break;
            case MimePart part:
                Name(part);
                break;
            default:
                counts.Attachments++;
                break;
        }
    }

    // The same text several times: what was written as text is preferred to its HTML, which may hide things.
    private void WriteBest(MultipartAlternative alternatives, int level)
    {
        var best = alternatives.OfType<TextPart>().FirstOrDefault(part => part.IsPlain && !string.IsNullOrWhiteSpace(part.Text)) ?? alternatives.LastOrDefault();
        if (best is not null)
        {
            counts.OtherForms += alternatives.Count - 1;
            Write(best, level);
        }
    }

    private void WriteAttached(MimeMessage attached, int level)
    {
        if (level >= MailHead.MostNested)
        {
            counts.TooDeep++;
            return;
        }

        Write(attached, level + 1);
    }

    private void WriteText(TextPart part)
    {
        if (part.IsHtml)
        {
            new HtmlBlocks(parts, sink.Limits).WriteFragment(part.Text);
            return;
        }

        foreach (var (kind, text) in TextLines.Blocks(part.Text))
        {
            parts.Add(kind, 0, text);
        }
    }

    private void Name(MimePart part)
    {
        if (!part.IsAttachment && part.ContentType.IsMimeType("image", "*"))
        {
            counts.Pictures++;
            return;
        }

        MailHead.AddField(parts, "Attachment", part.FileName ?? "");
        if (IsSignature(part))
        {
            return;
        }

        if (part.Content is { } content && sink.Members is { } members)
        {
            members.Add(part.FileName, 0, content.Open);
        }
        else
        {
            counts.Attachments++;
        }
    }

    // It proves who wrote the message and holds nothing to read.
    private static bool IsSignature(MimePart part) =>
        part is ApplicationPkcs7Signature or ApplicationPgpSignature || part.ContentType.IsMimeType("application", "pgp-signature");
}
