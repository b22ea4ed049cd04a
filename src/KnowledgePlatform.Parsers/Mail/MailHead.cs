using System.Globalization;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Mail;

/// <summary>How every message begins, whatever its format.</summary>
internal static class MailHead
{
    /// <summary>Deeper than anybody forwards; a heading has six levels.</summary>
    public const int MostNested = 6;

    /// <summary>The subject, as a heading of the message's level.</summary>
    public static void AddSubject(PartWriter parts, int level, string? subject) =>
        parts.Add(BlockKind.Heading, level, string.IsNullOrWhiteSpace(subject) ? "(no subject)" : subject);

    /// <summary>A field that is not empty.</summary>
    public static void AddField(PartWriter parts, string name, string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            parts.Add(BlockKind.Paragraph, 0, $"{name}: {text}");
        }
    }

    /// <summary>When it was sent.</summary>
    public static void AddDate(PartWriter parts, DateTimeOffset date) => AddField(parts, "Date", date.ToString("yyyy-MM-dd HH:mm zzz", CultureInfo.InvariantCulture));
}
