using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Exceptions;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Reads the text layer of a PDF, page by page; a page that fails is named and the others are read.</summary>
internal sealed class PdfReader : IDocumentReader
{
    // Pages held back, so that headers and the body's size are known from later pages too.
    private const int LookAhead = 8;

    private const long ReadWholeBelow = 128L << 20;

    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var document = Open(file, sink.Limits);
        sink.Info(DocumentKind.Pdf, document.Information.Title, document.NumberOfPages, Origin.Of(document.Information));
        if (document.NumberOfPages == 0)
        {
            throw new RefusedException(ParseCodes.Damaged, "The file is a PDF without pages; it is damaged.");
        }

        var window = new PageWindow(sink);
        var notes = new PageNotes(document, sink);
        var labels = new PageLabels(document);
        using var memory = new MemoryAlarm();
        for (var number = 1; number <= document.NumberOfPages; number++)
        {
            var page = ReadPage(document, number, notes, labels, sink);
            if (memory.WentOff)
            {
                // The library may have taken it for a fault of the page and gone on with half of it.
                window.Finish();
                throw new OutOfMemoryException();
            }

            if (page is not null)
            {
                window.Add(page, LookAhead);
            }
        }

        window.Finish();
        PdfMembers.HandOut(document, sink);
        if (notes.Comments > 0)
        {
            sink.Skip(null, $"{notes.Comments} comment(s) behind marks on the pages were not read.", unread: false);
        }
    }

    private static PdfDocument Open(SourceFile file, ParseLimits limits)
    {
        var options = new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, MaxStackDepth = limits.MaxDepth };
        try
        {
            return file.Length < ReadWholeBelow ? PdfDocument.Open(file.Head((int)file.Length), options) : PdfDocument.Open(file.Path, options);
        }
        catch (PdfDocumentEncryptedException)
        {
            throw new RefusedException(ParseCodes.PasswordRequired, "The PDF is protected with a password.");
        }
    }

    private static PdfPageContent? ReadPage(PdfDocument document, int number, PageNotes notes, PageLabels labels, DocumentSink sink)
    {
        try
        {
            var page = document.GetPage(number);
            var words = Words(page, Over(page, notes, sink));
            var isPicture = PictureOnly.Is(page, words);
            if (isPicture && !sink.Recognizes)
            {
                sink.Skip(number, "The page has no text layer, only a picture; reading text out of pictures (OCR) is not set up on this server.", unread: true);
            }

            isPicture &= sink.Recognizes;
            var (lineNumbers, text) = LineNumbers.Take(PictureOnly.IsGarbled(words) ? [] : words, (float)page.Height);
            return new PdfPageContent(page.Number, (float)page.Width, (float)page.Height, text, isPicture, Rulings.Of(page)) { Label = labels.Of(number), LineNumbers = lineNumbers };
        }
        catch (PdfDocumentEncryptedException) when (number == 1)
        {
            throw new RefusedException(ParseCodes.UnsupportedProtection, "The PDF is encrypted in a way that cannot be undone here. Save it without protection and upload it again.");
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or ParentGoneException))
        {
            sink.Skip(number, $"The page is damaged and could not be read ({FaultWords.Of(fault)}).", unread: true, damaged: true);
            return null;
        }
    }

    // A broken form must not cost the page its text.
    private static IReadOnlyList<PdfWord> Over(Page page, PageNotes notes, DocumentSink sink)
    {
        try
        {
            return notes.WordsOf(page);
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or ParentGoneException))
        {
            sink.Skip(page.Number, $"Form fields and notes on the page are damaged and were not read ({FaultWords.Of(fault)}).", unread: false);
            return [];
        }
    }

    private static IReadOnlyList<PdfWord> Words(Page page, IReadOnlyList<PdfWord> over)
    {
        var words = WordBuilder.Build(page.Letters, (float)page.Width, (float)page.Height);
        return over.Count > 0 ? [.. words, .. over] : words;
    }
}
