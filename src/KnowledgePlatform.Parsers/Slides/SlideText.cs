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

    public SlideText(SlidePart slide)
    {
        _slide = slide;
        var shapes = slide.Slide!.CommonSlideData!.ShapeTree?.ChildElements.ToList() ?? [];
        // The title comes first, wherever it stands among the shapes.
        foreach (var shape in shapes.Where(IsTitle).Concat(shapes.Where(shape => !IsTitle(shape))))
        {
            AddShape(shape);
        }

        AddNotes();
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

        var comments = (_slide.SlideCommentsPart?.CommentList?.ChildElements.Count ?? 0) + _slide.commentParts.Sum(part => part.CommentList?.ChildElements.Count ?? 0);
        if (comments > 0)
        {
            sink.Skip(number, $"{comments} comment(s) were not read.", unread: false);
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
                AddParagraphs(body, IsTitle(shape) ? BlockKind.Heading : BlockKind.Paragraph);
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
        foreach (var paragraph in body.Descendants<Drawing.Paragraph>())
        {
            Add(kind, TextCleaner.Line(TextOf(paragraph)));
        }
    }

    private void Add(BlockKind kind, string text)
    {
        if (!string.IsNullOrWhiteSpace(text))
        {
            _text.Add(kind, 1, text);
        }
    }

    private static string TextOf(Drawing.Paragraph paragraph) => string.Concat(paragraph.ChildElements.Select(part => part switch
    {
        Drawing.Run run => run.Text?.Text,
        Drawing.Field field => field.Text?.Text,
        Drawing.Break => " ",
        _ => null,
    }));

    private static bool IsTitle(OpenXmlElement element) =>
        element is Shape shape && PlaceOf(shape) is { } place && (place == PlaceholderValues.Title || place == PlaceholderValues.CenteredTitle);

    private static PlaceholderValues? PlaceOf(Shape shape) => shape.NonVisualShapeProperties?.ApplicationNonVisualDrawingProperties?.PlaceholderShape?.Type?.Value;
}
