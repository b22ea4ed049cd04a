using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Protection;

/// <summary>Undoes a file's protection with the password that its owner gave: the file goes out as a single member, which is then read and shown as any other file is.</summary>
internal static class Unlocking
{
    /// <summary>Hands out the unprotected file; completed without a member when the file needs no password.</summary>
    public static ParseOutcome Unlock(ParseRequest request, string password, DocumentSink sink)
    {
        try
        {
            var file = DocumentReading.Open(request);
            if (file.Head(8) is [0xD0, 0xCF, 0x11, 0xE0, ..])
            {
                OfficeUnlocking.Unlock(file, password, sink);
            }
            else if (FormatDetector.Detect(file, request.Limits) == DocumentKind.Pdf)
            {
                PdfUnlocking.Unlock(file, password, sink);
            }

            return new ParseOutcome(ParseStatus.Completed, ParseCodes.Ok, "The protection was undone.");
        }
        catch (RefusedException refused)
        {
            return new ParseOutcome(ParseStatus.Refused, refused.Code, refused.Message);
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or ParentGoneException))
        {
            return new ParseOutcome(ParseStatus.Refused, ParseCodes.Damaged, $"The file is damaged or cut off, and its protection cannot be undone ({FaultWords.Of(fault)}).");
        }
    }

    /// <summary>What is said of a password that does not open the file.</summary>
    public static RefusedException Wrong() => new(ParseCodes.PasswordWrong, "The password that was given does not open the file.");

    /// <summary>What is said when not the password is at fault.</summary>
    public static RefusedException Unsupported() =>
        new(ParseCodes.UnsupportedProtection, "The file is protected in a way that cannot be undone here. Save it without protection and upload it again.");

    /// <summary>Hands out the file that came of it.</summary>
    public static void HandOut(DocumentSink sink, Stream content)
    {
        if (sink.Members?.Add("unlocked", 0, () => content) != true)
        {
            throw new RefusedException(ParseCodes.UnpacksTooLarge, $"The file without its protection is larger than {sink.Limits.MaxMemberBytes / 1_000_000:N0} MB (Parsing:Limits:MaxMemberBytes, Files:MaxBytes).");
        }
    }
}
