using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Html;
using KnowledgePlatform.Parsers.Mail;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.RichText;
using KnowledgePlatform.Parsers.Text;
using MimeKit;

namespace KnowledgePlatform.Parsers.Outlook;

/// <summary>Writes messages of Outlook as blocks. Numbers are tags of [MS-OXPROPS].</summary>
internal sealed class OutlookBlocks(PartWriter parts, DocumentSink sink)
{
    /// <summary>Tag of the subject.</summary>
    public const int Subject = 0x0037;

    private const int Content = 0x3701;
    private const int DisplayName = 0x3001;
    private const int MailAddress = 0x3003;
    private const int SmtpAddress = 0x39FE;

    private readonly MailCounts _counts = new();
    private readonly LeftOut _leftOut = new();
    private string? _otherItem;

    /// <summary>Writes a message with the messages attached to it.</summary>
    public void Write(OutlookItem message) => Write(message, 1);

    /// <summary>Says what was not read.</summary>
    public void Report()
    {
        _counts.Report(sink);
        _leftOut.Report(sink);
        if (_otherItem is not null)
        {
            sink.Skip(null, $"An item is {_otherItem}, not a message: only its title and its text were read.", unread: true);
        }
    }

    private void Write(OutlookItem message, int level)
    {
        var recipients = message.All("recip").Select(one => (Type: one.Number(0x0C15) ?? 1, Address: Address(one.Text(DisplayName), one.Text(SmtpAddress), one.Text(MailAddress)))).ToList();
        MailHead.AddSubject(parts, level, message.Text(Subject));
        MailHead.AddField(parts, "From", From(message));
        AddRecipients("To", 1, message.Text(0x0E04));
        AddRecipients("Cc", 2, message.Text(0x0E03));
        AddRecipients("Bcc", 3, message.Text(0x0E02));
        if ((message.Moment(0x0039) ?? message.Moment(0x0E06)) is { } sent)
        {
            MailHead.AddDate(parts, sent);
        }

        var kind = message.Text(0x001A);
        var isSealed = kind.StartsWith("IPM.Note.SMIME", StringComparison.OrdinalIgnoreCase);
        _otherItem ??= Other(kind);
        WriteBody(message);
        foreach (var attachment in message.All("attach"))
        {
            WriteAttachment(attachment, level, isSealed);
        }

        // Recipients' own entries hold addresses; the message itself holds names only.
        void AddRecipients(string field, int type, string names)
        {
            var addresses = recipients.Where(one => one.Type == type).Select(one => one.Address).ToList();
            MailHead.AddField(parts, field, addresses.Count > 0 ? string.Join(", ", addresses) : names);
        }
    }

    /// <summary>Who wrote the message, and when: its sender's time zone is not kept, so the day is that of UTC.</summary>
    public static Origin OriginOf(OutlookItem message)
    {
        var name = message.Text(0x0042) is { Length: > 0 } author ? author : message.Text(0x0C1A);
        return new Origin(name.Length > 0 ? name : From(message), (message.Moment(0x0039) ?? message.Moment(0x0E06)) is { } sent ? DateOnly.FromDateTime(sent.DateTime) : null);
    }

    // The one who wrote, else the one who sent for them.
    private static string From(OutlookItem message) => message.Text(0x0042) is { Length: > 0 } author
        ? Address(author, message.Text(0x5D02), message.Text(0x0065))
        : Address(message.Text(0x0C1A), message.Text(0x5D01), message.Text(0x0C1F));

    // As other e-mail writes it; an address within Exchange says nothing to a reader.
    private static string Address(string name, string smtp, string other)
    {
        var address = smtp.Contains('@', StringComparison.Ordinal) ? smtp : other;
        if (!address.Contains('@', StringComparison.Ordinal) || !MailboxAddress.TryParse(address, out var mailbox))
        {
            return name;
        }

        // Some programs write the address into the name as well.
        name = name.Replace($"<{mailbox.Address}>", "", StringComparison.OrdinalIgnoreCase).Trim('\'', ' ');
        mailbox.Name = name.Equals(mailbox.Address, StringComparison.OrdinalIgnoreCase) ? null : name;
        return mailbox.ToString();
    }

    // As text, else as HTML, else as Rich Text: Outlook makes the first out of the others.
    private void WriteBody(OutlookItem message)
    {
        var text = message.Text(0x1000);
        var html = message.Bytes(0x1013);
        if (!string.IsNullOrWhiteSpace(text))
        {
            _counts.OtherForms += html is null ? 0 : 1;
            foreach (var (kind, line) in TextLines.Blocks(text))
            {
                parts.Add(kind, 0, line);
            }
        }
        else if (html is not null || message.Text(0x1013).Length > 0)
        {
            new HtmlBlocks(parts, sink.Limits).WriteFragment(html is null ? message.Text(0x1013) : Decode(html, message.Number(0x3FDE)));
        }
        else if (message.Bytes(0x1009) is { Length: > 0 } packed)
        {
            using var stream = new MemoryStream(CompressedRtf.Unpack(packed, sink.Limits.MaxUnpackedBytes));
            if (!new RtfInterpreter(stream, parts, sink.Limits, _leftOut).Read())
            {
                sink.Skip(null, "The text of a message breaks off; its end is missing.", unread: true, damaged: true);
            }
        }
    }

    private static string Decode(byte[] html, int? codePage) => codePage is > 0 and var page ? RtfFonts.Of(page).GetString(html) : TextDecoder.Decode(html).Text;

    private void WriteAttachment(OutlookItem attachment, int level, bool isSealed)
    {
        const int EmbeddedMessage = 5;
        var name = new[] { 0x3707, 0x3704, DisplayName }.Select(attachment.Text).FirstOrDefault(text => text.Length > 0) ?? "";
        if (attachment.Number(0x3705) == EmbeddedMessage && attachment.Embedded() is { } message)
        {
            WriteEmbedded(message, level);
        }
        else if (isSealed)
        {
            WriteSealed(attachment);
        }
        else if (name.Equals("message.rpmsg", StringComparison.OrdinalIgnoreCase))
        {
            _counts.Encrypted++;
        }
        else if (attachment.Is(0x7FFE) || (attachment.Text(0x3712).Length > 0 && attachment.Text(0x370E).StartsWith("image/", StringComparison.OrdinalIgnoreCase)))
        {
            _counts.Pictures++;
        }
        else
        {
            MailHead.AddField(parts, "Attachment", name);
            HandOut(attachment, name);
        }
    }

    // An object of another program (method 6) is a storage, which is no file.
    private void HandOut(OutlookItem attachment, string name)
    {
        if (sink.Members is { } members && attachment.Has(Content))
        {
            // A byte more than may be: what is cut off shows as too large.
            members.Add(name, 0, () => new MemoryStream(attachment.Bytes(Content, sink.Limits.MaxMemberBytes + 1)!));
        }
        else
        {
            _counts.Attachments++;
        }
    }

    private void WriteEmbedded(OutlookItem message, int level)
    {
        if (level >= MailHead.MostNested)
        {
            _counts.TooDeep++;
            return;
        }

        Write(message, level + 1);
    }

    // A signed message is an attachment in the form of other e-mail ([MS-OXOSMIME]); sealed or encrypted ones are opaque.
    private void WriteSealed(OutlookItem attachment)
    {
        if (!attachment.Text(0x370E).Equals("multipart/signed", StringComparison.OrdinalIgnoreCase) || attachment.Bytes(Content) is not { } content)
        {
            _counts.Sealed++;
            return;
        }

        using var stream = new MemoryStream(content);
        try
        {
            using var entity = new MimeParser(new ParserOptions { MaxMimeDepth = sink.Limits.MaxDepth }, stream).ParseEntity();
            new MailBlocks(parts, sink, _counts).Write(entity);
        }
        catch (FormatException)
        {
            _counts.Sealed++;
        }
    }

    private static string? Other(string kind)
    {
        bool Is(string prefix) => kind.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);
        return Is("IPM.Contact") ? "a contact" : Is("IPM.Appointment") ? "an appointment" : Is("IPM.Schedule") ? "about a meeting"
            : Is("IPM.Task") ? "a task" : Is("IPM.Activity") ? "an entry of a journal" : Is("IPM.DistList") ? "a list of addresses" : null;
    }
}
