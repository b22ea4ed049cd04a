using System.Globalization;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Html;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Text;
using MimeKit;
using MimeKit.Cryptography;

namespace KnowledgePlatform.Parsers.Mail;

/// <summary>Writes messages as blocks.</summary>
internal sealed class MailBlocks(PartWriter parts, int maxDepth)
{
    // Deeper than anybody forwards; a heading has six levels.
    private const int MostNested = 6;

    private int _attachments;
    private int _pictures;
    private int _encrypted;
    private int _tooDeep;
    private int _sealed;
    private int _otherForms;

    /// <summary>Writes a message with what is attached to it as messages.</summary>
    public void Write(MimeMessage message) => Write(message, 1);

    /// <summary>Says what was not read.</summary>
    public void Report(DocumentSink sink)
    {
        Say(_attachments, "{0} attachment(s) were not read; upload them on their own.");
        Say(_pictures, "{0} picture(s) within the message: text inside them is not read.");
        Say(_encrypted, "{0} part(s) are encrypted and could not be read.");
        Say(_sealed, "{0} part(s) are sealed with a signature (S/MIME) and could not be read; save the message without it and upload it again.", unread: true);
        Say(_otherForms, "{0} part(s) repeat the message in another form, such as HTML; they were not read.");
        Say(_tooDeep, "{0} attached message(s) lie too deep within others and were not read.");

        void Say(int count, string sentence, bool unread = false)
        {
            if (count > 0)
            {
                sink.Skip(null, string.Format(CultureInfo.InvariantCulture, sentence, count), unread);
            }
        }
    }

    private void Write(MimeMessage message, int level)
    {
        parts.Add(BlockKind.Heading, level, string.IsNullOrWhiteSpace(message.Subject) ? "(no subject)" : message.Subject);
        AddField("From", message.From);
        AddField("To", message.To);
        AddField("Cc", message.Cc);
        AddField("Bcc", message.Bcc);
        if (message.Date != DateTimeOffset.MinValue)
        {
            parts.Add(BlockKind.Paragraph, 0, "Date: " + message.Date.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture));
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
                _encrypted++;
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
                _sealed++;
                break;
            case MimePart part:
                Name(part);
                break;
            default:
                _attachments++;
                break;
        }
    }

    // The same text several times: what was written as text is preferred to its HTML, which may hide things.
    private void WriteBest(MultipartAlternative alternatives, int level)
    {
        var best = alternatives.OfType<TextPart>().FirstOrDefault(part => part.IsPlain && !string.IsNullOrWhiteSpace(part.Text)) ?? alternatives.LastOrDefault();
        if (best is not null)
        {
            _otherForms += alternatives.Count - 1;
            Write(best, level);
        }
    }

    private void WriteAttached(MimeMessage attached, int level)
    {
        if (level >= MostNested)
        {
            _tooDeep++;
            return;
        }

        Write(attached, level + 1);
    }

    private void WriteText(TextPart part)
    {
        if (part.IsHtml)
        {
            new HtmlBlocks(parts, maxDepth).WriteFragment(part.Text);
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
            _pictures++;
            return;
        }

        _attachments++;
        if (!string.IsNullOrWhiteSpace(part.FileName))
        {
            parts.Add(BlockKind.Paragraph, 0, "Attachment: " + part.FileName);
        }
    }

    private void AddField(string name, InternetAddressList addresses)
    {
        if (addresses.Count > 0)
        {
            parts.Add(BlockKind.Paragraph, 0, $"{name}: {addresses}");
        }
    }
}
