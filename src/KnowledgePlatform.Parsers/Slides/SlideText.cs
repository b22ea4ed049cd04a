using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using Drawing = DocumentFormat.OpenXml.Drawing;

namespace KnowledgePlatform.Parsers.Slides;

/// <summary>The text of one slide as an audience reads it, and what of it is no text.</summary>
internal sealed class SlideText
{
    private readonly SlidePart _slide;
    private readonly PageText _text = new();
    private int _pictures;
    private int _graphics;

    public SlideText(SlidePart slide, SlideComments comments)
    {
        _slide = slide;
        var shapes = slide.Slide!.CommonSlideData!.ShapeTree?.ChildElements.ToList() ?? [];
        // The title comes first, wherever it stands among the shapes.
        foreach (var shape in shapes.Where(IsTitle).Concat(shapes.Where(shape => !IsTitle(shape))))
        {
            AddShape(shape);
        }

        AddNotes();
        foreach (var comment in comments.Of(slide))
        {
            Add(BlockKind.Comment, TextCleaner.Line(comment));
        }
    }

    /// <summary>The slide as it is handed over.</summary>
    public ParsedPage ToPage(int number) => new(number, 0, 0, _text.ToString(), _text.Blocks, []);

    /// <summary>Says what was not read.</summary>
    public void Report(int number, DocumentSink sink)
    {
        if (_slide.Slide!.Show?.Value == false)
        {
            sink.Skip(number, "The slide is hidden in the presentation; it was read.", unread: false);
        }

        if (_pictures > 0)
        {
            sink.Skip(number, $"{_pictures} picture(s): text inside them is not read.", unread: false);
        }

        if (_graphics > 0)
        {
            sink.Skip(number, $"{_graphics} chart(s) or embedded object(s) were not read.", unread: false);
        }
    }

    private void AddShape(OpenXmlElement element)
    {
        switch (element)
        {
            case GroupShape group:
                foreach (var child in group.ChildElements)
                {
                    AddShape(child);
                }

                break;
            case Shape { TextBody: { } body } shape:
                AddParagraphs(body, KindOf(shape));
                break;
            case GraphicFrame frame:
                AddFrame(frame);
                break;
            case Picture:
                _pictures++;
                break;
        }
    }

    private void AddFrame(GraphicFrame frame)
    {
        if (frame.Descendants<Drawing.Diagrams.RelationshipIds>().FirstOrDefault() is { DataPart.Value: { } data }
            && _slide.GetPartById(data) is DiagramDataPart { DataModelRoot: { } diagram })
        {
            AddParagraphs(diagram, BlockKind.Paragraph);
            return;
        }

        if (frame.Descendants<Drawing.Table>().FirstOrDefault() is not { } table)
        {
            _graphics++;
            return;
        }

        foreach (var row in table.Elements<Drawing.TableRow>())
        {
            var cells = row.Elements<Drawing.TableCell>().Where(cell => cell.HorizontalMerge?.Value != true && cell.VerticalMerge?.Value != true)
                .Select(cell => TextCleaner.Line(string.Join(' ', cell.Descendants<Drawing.Paragraph>().Select(TextOf))));
            Add(BlockKind.TableRow, TextCleaner.Cells(string.Join('\t', cells)));
        }
    }

    private void AddNotes()
    {
        var shapes = _slide.NotesSlidePart?.NotesSlide?.CommonSlideData?.ShapeTree?.Elements<Shape>() ?? [];
        foreach (var body in shapes.Where(shape => PlaceOf(shape) == PlaceholderValues.Body).Select(shape => shape.TextBody).OfType<TextBody>())
        {
            AddParagraphs(body, BlockKind.Footnote);
        }
    }

    private void AddParagraphs(OpenXmlElement body, BlockKind kind)
    {
        var numbering = new SlideNumbering();
        foreach (var paragraph in body.Descendants<Drawing.Paragraph>())
        {
            var text = TextCleaner.Line(TextOf(paragraph));
            var marker = text.Length == 0 ? "" : numbering.MarkerOf(paragraph);
            Add(marker.Length > 0 && kind == BlockKind.Paragraph ? BlockKind.ListItem : kind, marker.Length > 0 ? $"{marker} {text}" : text);
        }
    }

    private void Add(BlockKind kind, string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            _text.Add(kind, 1, text);
        }
    }

    /// <summary>A paragraph's text; line breaks become spaces.</summary>
    public static string TextOf(Drawing.Paragraph paragraph) => string.Concat(paragraph.ChildElements.Select(part => part switch
    {
        Drawing.Run run => run.Text?.Text,
        Drawing.Field field => field.Text?.Text,
        Drawing.Break => " ",
        _ => null,
    }));

    private static BlockKind KindOf(Shape shape)
    {
        var place = PlaceOf(shape);
        return IsTitle(shape) ? BlockKind.Heading
            : place == PlaceholderValues.Footer || place == PlaceholderValues.SlideNumber || place == PlaceholderValues.DateAndTime ? BlockKind.Footer
            : place == PlaceholderValues.Header ? BlockKind.Header
            : BlockKind.Paragraph;
    }

    private static bool IsTitle(OpenXmlElement element) =>
        element is Shape shape && PlaceOf(shape) is { } place && (place == PlaceholderValues.Title || place == PlaceholderValues.CenteredTitle);

    private static PlaceholderValues? PlaceOf(Shape shape) => shape.NonVisualShapeProperties?.ApplicationNonVisualDrawingProperties?.PlaceholderShape?.Type?.Value;
}
