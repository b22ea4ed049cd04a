using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>What helps a document that could not be read: trying again, or another file.</summary>
internal static class FailureAdvice
{
    /// <summary>Why a document could not be read, and what to do about it.</summary>
    /// <param name="reason">As recorded; many reasons of the parsers say themselves what to upload, in words that fit the file better than ours.</param>
    /// <param name="code">Its code.</param>
    public static string Complete(string? reason, string? code) =>
        reason?.Contains("upload", StringComparison.OrdinalIgnoreCase) == true ? reason : $"{reason} {Of(code)}".Trim();

    /// <summary>What to do when the same file will fail again however often it is tried; null when trying again may help.</summary>
    public static string? Of(string? code) => code switch
    {
        ParseCodes.PasswordRequired or ParseCodes.PasswordWrong => "Enter its password on the document's page, or upload a version without password.",
        ParseCodes.UnsupportedProtection => "Upload a version without password or protection.",
        ParseCodes.FormatNotSupported or ParseCodes.FormatUnknown => "Upload a version as PDF, picture, Word, Excel, PowerPoint, OpenDocument, e-mail, ZIP, RTF, CSV, text, Markdown, HTML, WAV, MP3, M4A or OGG.",
        ParseCodes.EmptyFile or ParseCodes.NoText => "Upload a version that holds text.",
        ParseCodes.Damaged or ParseCodes.StoppedAtFault => "Upload a version that opens in its own program.",
        ParseCodes.UnpacksTooLarge or ParseCodes.NestedTooDeeply or ParseCodes.LimitReached or ParseCodes.TooMuchOutput => "Split it, and upload the parts.",
        "original_missing" => "Upload the file again, as a version.",
        _ => null,
    };
}
