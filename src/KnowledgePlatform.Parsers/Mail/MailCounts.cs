using System.Globalization;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Mail;

/// <summary>Counts what of messages is not read.</summary>
internal sealed class MailCounts
{
    /// <summary>Attached files that were not handed out.</summary>
    public int Attachments { get; set; }

    /// <summary>Pictures that the text shows.</summary>
    public int Pictures { get; set; }

    /// <summary>Encrypted parts.</summary>
    public int Encrypted { get; set; }

    /// <summary>Attached messages beyond the depth that is read.</summary>
    public int TooDeep { get; set; }

    /// <summary>Parts within a signature.</summary>
    public int Sealed { get; set; }

    /// <summary>The same text in another form.</summary>
    public int OtherForms { get; set; }

    /// <summary>Says it, one sentence each.</summary>
    public void Report(DocumentSink sink)
    {
        Say(Attachments, "{0} attachment(s) were not read; upload them on their own.");
        Say(Pictures, "{0} picture(s) within the message: text inside them is not read.");
        Say(Encrypted, "{0} part(s) are encrypted and could not be read.");
        Say(Sealed, "{0} part(s) are sealed with a signature (S/MIME) and could not be read; save the message without it and upload it again.", unread: true);
        Say(OtherForms, "{0} part(s) repeat the message in another form, such as HTML; they were not read.");
        Say(TooDeep, "{0} attached message(s) lie too deep within others and were not read.", unread: true);

        void Say(int count, string sentence, bool unread = false)
        {
            if (count > 0)
            {
                sink.Skip(null, string.Format(CultureInfo.InvariantCulture, sentence, count), unread);
            }
        }
    }
}
