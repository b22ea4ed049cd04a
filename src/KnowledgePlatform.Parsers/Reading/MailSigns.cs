using System.Text.RegularExpressions;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Tells a message from a memorandum that begins with "From:" and "To:" as well.</summary>
internal static partial class MailSigns
{
    /// <summary>True when the text begins with header fields, one of which only programs write.</summary>
    public static bool LooksLikeMail(string text)
    {
        var end = text.ReplaceLineEndings("\n").IndexOf("\n\n", StringComparison.Ordinal);
        return Field().IsMatch(text) && Programs().IsMatch(end < 0 ? text : text[..Math.Min(text.Length, end)]);
    }

    /// <summary>True when the text begins as a mailbox does: a line "From SENDER DATE", then a message (RFC 4155).</summary>
    public static bool LooksLikeMailbox(string text) =>
        text.StartsWith("From ", StringComparison.Ordinal) && text.IndexOf('\n', StringComparison.Ordinal) is > 0 and var end && LooksLikeMail(text[(end + 1)..]);

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9-]{1,60}:[ \t]", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Field();

    [GeneratedRegex("^(Message-ID|MIME-Version|Received|Return-Path|Delivered-To):", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline, 1000)]
    private static partial Regex Programs();
}
