using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Archives;
using KnowledgePlatform.Parsers.Html;
using KnowledgePlatform.Parsers.Mail;
using KnowledgePlatform.Parsers.Markdown;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.OpenDocument;
using KnowledgePlatform.Parsers.Outlook;
using KnowledgePlatform.Parsers.Pdf;
using KnowledgePlatform.Parsers.Pictures;
using KnowledgePlatform.Parsers.Recordings;
using KnowledgePlatform.Parsers.RichText;
using KnowledgePlatform.Parsers.Sheets;
using KnowledgePlatform.Parsers.Slides;
using KnowledgePlatform.Parsers.Text;
using KnowledgePlatform.Parsers.Word;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Finds the format, lets its reader read, and turns however that ends into one outcome.</summary>
internal static class DocumentReading
{
    /// <summary>Reads the requested file; only running out of memory and a closed pipe come out as exceptions.</summary>
    public static ParseOutcome Read(ParseRequest request, DocumentSink sink)
    {
        try
        {
            var file = Open(request);
            ReaderFor(FormatDetector.Detect(file, request.Limits)).Read(file, sink);
            return Ended(sink);
        }
        catch (RefusedException refused)
        {
            sink.HandOverRest();
            return sink.HasContent
                ? new ParseOutcome(ParseStatus.Partial, refused.Code, refused.Message)
                : new ParseOutcome(ParseStatus.Refused, refused.Code, refused.Message);
        }
        catch (LimitReachedException limit)
        {
            sink.HandOverRest();
            return new ParseOutcome(ParseStatus.Partial, ParseCodes.LimitReached, limit.Message);
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or ParentGoneException))
        {
            sink.HandOverRest();
            return Faulted(fault, sink);
        }
    }

    internal static SourceFile Open(ParseRequest request)
    {
        var info = new FileInfo(request.Path);
        if (!info.Exists)
        {
            throw new RefusedException(ParseCodes.NotReadable, "The stored file could not be opened.");
        }

        return info.Length > 0
            ? new SourceFile(request.Path, request.FileName, info.Length)
            : throw new RefusedException(ParseCodes.EmptyFile, "The file is empty (0 bytes).");
    }

    private static IDocumentReader ReaderFor(DocumentKind format) => format switch
    {
        DocumentKind.Pdf => new PdfReader(),
        DocumentKind.Word => new WordReader(),
        DocumentKind.Slides => new SlidesReader(),
        DocumentKind.Sheets => new SheetsReader(),
        DocumentKind.Mail => new MailReader(),
        DocumentKind.RichText => new RichTextReader(),
        DocumentKind.OpenDocumentText => new OdfTextReader(),
        DocumentKind.OpenDocumentSheets => new OdfSheetsReader(),
        DocumentKind.OpenDocumentSlides => new OdfSlidesReader(),
        DocumentKind.OutlookMail => new OutlookReader(),
        DocumentKind.OldWord or DocumentKind.OldSlides => new OldFormatReader(format),
        DocumentKind.Table => new TableReader(),
        DocumentKind.Html => new HtmlReader(),
        DocumentKind.Markdown => new MarkdownReader(),
        DocumentKind.Picture => new PictureReader(),
        DocumentKind.Text => new PlainTextReader(),
        DocumentKind.Archive => new ArchiveReader(),
        DocumentKind.Recording => new RecordingReader(),
        _ => throw new RefusedException(ParseCodes.FormatUnknown, "The content of this file is of no format that can be read here."),
    };

    private static ParseOutcome Ended(DocumentSink sink)
    {
        if (!sink.HasContent)
        {
            if (sink.HasDamagedPages)
            {
                return new ParseOutcome(ParseStatus.Refused, ParseCodes.Damaged, "The file is damaged: none of its pages could be read; they are listed.");
            }

            return sink.HasUnreadPages
                ? new ParseOutcome(ParseStatus.Refused, ParseCodes.NoTextLayer, "The file holds pictures of pages only, without text; reading text out of pictures (OCR) is not set up on this server.")
                : new ParseOutcome(ParseStatus.Refused, ParseCodes.NoText, "The file holds no text.");
        }

        return sink.HasUnreadPages
            ? new ParseOutcome(ParseStatus.Partial, ParseCodes.PagesSkipped, "Some pages or parts could not be read; they are listed.")
            : new ParseOutcome(ParseStatus.Completed, ParseCodes.Ok, "The file was read to its end.");
    }

    // The exception's message may quote the document: only its kind is told.
    private static ParseOutcome Faulted(Exception fault, DocumentSink sink)
    {
        if (sink.HasContent)
        {
            return new ParseOutcome(ParseStatus.Partial, ParseCodes.StoppedAtFault, $"The file is damaged ({FaultWords.Of(fault)}): what comes after the last page read is missing.");
        }

        return new ParseOutcome(ParseStatus.Refused, ParseCodes.Damaged, $"The file is damaged or cut off and cannot be read ({FaultWords.Of(fault)}).");
    }
}
