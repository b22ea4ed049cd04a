using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>What helps a document that could not be read: trying again, or another file.</summary>
internal static class FailureAdvice
{
    /// <summary>What to do when the same file will fail again however often it is tried; null when trying again may help.</summary>
    public static string? Of(string? code) => code switch
    {
        ParseCodes.PasswordRequired or ParseCodes.UnsupportedProtection => "Upload a version without password or protection.",
        ParseCodes.FormatNotSupported or ParseCodes.FormatUnknown => "Upload a version as PDF, Word, Excel, PowerPoint, e-mail, text, Markdown or HTML.",
        ParseCodes.NoTextLayer => "Upload a version with text: a scan that went through text recognition.",
        ParseCodes.EmptyFile or ParseCodes.NoText => "Upload a version that holds text.",
        ParseCodes.Damaged or ParseCodes.StoppedAtFault => "Upload a version that opens in its own program.",
        ParseCodes.UnpacksTooLarge or ParseCodes.NestedTooDeeply or ParseCodes.LimitReached or ParseCodes.TooMuchOutput => "Split it, and upload the parts.",
        "original_missing" => "Upload the file again, as a version.",
        _ => null,
    };
}
