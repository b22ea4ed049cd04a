using System.Globalization;
using System.Text.RegularExpressions;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Annotations;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>What lies over a page and reads as its text: values of form fields and notes written on it. Notes behind an icon are counted.</summary>
internal sealed partial class PageNotes(PdfDocument document, DocumentSink sink)
{
    private readonly FormValues _values = new(document.Structure);

    /// <summary>Comments that a reader sees only when clicking on them.</summary>
    public int Comments { get; private set; }

    /// <summary>The words that lie over the page.</summary>
    public IReadOnlyList<PdfWord> WordsOf(Page page)
    {
        var words = new List<PdfWord>();
        var left = sink.Limits.MaxAnnotations;
        foreach (var annotation in page.GetAnnotations())
        {
            if (left-- == 0)
            {
                sink.Skip(page.Number, $"The page has more than {sink.Limits.MaxAnnotations:N0} form fields and notes (Parsing:Limits:MaxAnnotations); those after that were not read.", unread: true);
                break;
            }

            if ((annotation.Flags & (AnnotationFlags.Hidden | AnnotationFlags.NoView)) == 0 && BoxOf(annotation, page) is { } box)
            {
                words.AddRange(WordsOf(annotation, box, (float)page.Height));
            }
        }

        return words;
    }

    private IEnumerable<PdfWord> WordsOf(Annotation annotation, Box box, float pageHeight)
    {
        switch (annotation.Type)
        {
            case AnnotationType.Widget when _values.Of(annotation.AnnotationDictionary) is { Length: > 0 } value:
                return BoxedText.Lay(value, box, SizeOf(annotation.AnnotationDictionary), pageHeight);
            case AnnotationType.FreeText when !string.IsNullOrWhiteSpace(annotation.Content):
                return BoxedText.Lay(annotation.Content, box, SizeOf(annotation.AnnotationDictionary), pageHeight);
            case AnnotationType.Text or AnnotationType.Highlight or AnnotationType.Underline or AnnotationType.StrikeOut or AnnotationType.Squiggly
                when !string.IsNullOrWhiteSpace(annotation.Content):
                Comments++;
                return [];
            default:
                return [];
        }
    }

    private static Box? BoxOf(Annotation annotation, Page page)
    {
        var r = annotation.Rectangle;
        var (left, right) = ((float)Math.Min(r.Left, r.Right), (float)Math.Max(r.Left, r.Right));
        var (top, bottom) = ((float)(page.Height - Math.Max(r.Top, r.Bottom)), (float)(page.Height - Math.Min(r.Top, r.Bottom)));
        var isOnPage = right > left && bottom > top && right > 0 && bottom > 0 && left < page.Width && top < page.Height;
        return isOnPage && float.IsFinite(left + right + top + bottom) ? new Box(left, top, right, bottom) : null;
    }

    // "/Helv 12 Tf 0 g": the size stands before Tf; 0 lets the viewer choose.
    private float SizeOf(DictionaryToken annotation)
    {
        var match = FontSize().Match(_values.AppearanceOf(annotation));
        return match.Success && float.TryParse(match.Groups[1].Value, CultureInfo.InvariantCulture, out var size) && size is > 1 and < 200 ? size : 0;
    }

    [GeneratedRegex(@"(\d{1,4}(?:\.\d{1,6})?)\s+Tf\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex FontSize();
}
