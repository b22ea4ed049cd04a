using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.Text;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Finds a file's format by its content; its name settles only what the content leaves open (Markdown, tables).</summary>
internal static class FormatDetector
{
    private const int HeadLength = 64 * 1024;
    private const int PdfHeaderWithin = 1024; // readers accept the header anywhere in the first 1,024 bytes

    private static readonly (string Magic, int At)[] Pictures =
        [("\u0089PNG", 0), ("\u00FF\u00D8\u00FF", 0), ("II*\0", 0), ("MM\0*", 0), ("GIF8", 0), ("BM", 0), ("WEBP", 8)];

    private static readonly (string Magic, int At, string What)[] Known =
    [
        ("7z\u00BC\u00AF", 0, "an archive (7z)"),
        ("Rar!", 0, "an archive (RAR)"),
        ("\u001F\u008B", 0, "an archive (gzip)"),
        ("RIFF", 0, "a film (AVI) or another RIFF file"),
        ("ftyp", 4, "a picture (HEIC, AVIF) or another file of the MP4 family"),
        ("\u007FELF", 0, "a program"),
        ("MZ", 0, "a program"),
    ];

    /// <summary>The format to read the file as.</summary>
    /// <exception cref="RefusedException">The format is known and not read, or the content is of no known format.</exception>
    public static DocumentKind Detect(SourceFile file, ParseLimits limits)
    {
        var head = file.Head(HeadLength);
        if (IsPdf(head, file))
        {
            return DocumentKind.Pdf;
        }

        if (StartsWith(head, "PK\u0003\u0004") || StartsWith(head, "PK\u0005\u0006"))
        {
            return ZipContent.Detect(file, limits);
        }

        if (StartsWith(head, "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1"))
        {
            return OleContent.Detect(file);
        }

        // Two letters of a magic number may begin a text.
        if (Pictures.Any(picture => StartsWith(head, picture.Magic, picture.At) && !(picture.Magic.Length < 3 && TextDecoder.LooksLikeText(head))))
        {
            return DocumentKind.Picture;
        }

        if (RtfSigns.LooksLikeRichText(head))
        {
            return DocumentKind.RichText;
        }

        if (RecordingSigns.LooksLikeRecording(head))
        {
            return DocumentKind.Recording;
        }

        foreach (var (magic, at, what) in Known)
        {
            if (StartsWith(head, magic, at) && !(magic.Length < 3 && TextDecoder.LooksLikeText(head)))
            {
                throw new RefusedException(ParseCodes.FormatNotSupported, $"The file is {what}; this format cannot be read yet.");
            }
        }

        if (!TextDecoder.LooksLikeText(head))
        {
            throw new RefusedException(ParseCodes.FormatUnknown, "The content of this file is of no format that can be read here.");
        }

        return TextFormat(head, file);
    }

    private static DocumentKind TextFormat(byte[] head, SourceFile file)
    {
        var beginning = TextDecoder.DecodeHead(head);
        if (file.Extension is ".eml" or ".mbox" || MailSigns.LooksLikeMail(beginning) || MailSigns.LooksLikeMailbox(beginning))
        {
            return DocumentKind.Mail;
        }

        if (HtmlSigns.LooksLikeHtml(beginning, file.Extension))
        {
            return DocumentKind.Html;
        }

        if (file.Extension is ".md" or ".markdown" or ".mdown" or ".mkd")
        {
            return DocumentKind.Markdown;
        }

        return TableSigns.LooksLikeTable(beginning, file.Extension) ? DocumentKind.Table : DocumentKind.Text;
    }

    private static bool IsPdf(byte[] head, SourceFile file)
    {
        var start = Encoding.Latin1.GetString(head, 0, Math.Min(head.Length, PdfHeaderWithin));
        if (start.Contains("%PDF-", StringComparison.Ordinal))
        {
            return true;
        }

        // A damaged header: viewers still open the file when its objects are there.
        return (file.Extension == ".pdf" || start.StartsWith("%PDF", StringComparison.Ordinal))
            && Encoding.Latin1.GetString(head).Contains(" obj", StringComparison.Ordinal);
    }

    private static bool StartsWith(byte[] head, string magic, int at = 0)
    {
        if (head.Length < at + magic.Length)
        {
            return false;
        }

        for (var i = 0; i < magic.Length; i++)
        {
            if (head[at + i] != magic[i])
            {
                return false;
            }
        }

        return true;
    }
}
