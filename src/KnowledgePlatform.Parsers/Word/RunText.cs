using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>The text of a paragraph as a reader sees it once tracked changes are accepted.</summary>
internal sealed class RunText(LeftOut leftOut, WordStyles styles, WordNotes notes)
{
    private readonly StringBuilder _text = new();
    private int _fieldCode;

    /// <summary>Boxes of text that hang on the paragraph.</summary>
    public List<TextBoxContent> TextBoxes { get; } = [];

    /// <summary>References to footnotes and endnotes, in order.</summary>
    public List<FootnoteEndnoteReferenceType> Notes { get; } = [];

    /// <summary>The text; tabs stay.</summary>
    public string Of(OpenXmlElement paragraph)
    {
        AppendChildren(paragraph);
        return _text.ToString();
    }

    private void AppendChildren(OpenXmlElement parent)
    {
        foreach (var child in parent.ChildElements)
        {
            Append(child);
        }
    }

    private void Append(OpenXmlElement element)
    {
        switch (element)
        {
            case Run run:
                AppendRun(run);
                break;
            case DeletedRun or MoveFromRun:
                leftOut.Deletions++;
                break;
            case FieldChar field:
                CountField(field);
                break;
            case DocumentFormat.OpenXml.Math.Text formula:
                _text.Append(formula.Text);
                break;
            case DocumentFormat.OpenXml.Wordprocessing.Text text:
                _text.Append(_fieldCode > 0 ? "" : text.Text);
                break;
            case TabChar or PositionalTab or Break or CarriageReturn:
                _text.Append(' ');
                break;
            case NoBreakHyphen:
                _text.Append('-');
                break;
            case SymbolChar symbol:
                _text.Append(Symbols.Of(symbol));
                break;
            case FootnoteEndnoteReferenceType note:
                Notes.Add(note);
                _text.Append(notes.MarkOf(note));
                break;
            case TextBoxContent box:
                TextBoxes.Add(box);
                break;
            case Drawing or Picture or EmbeddedObject:
                AppendDrawing(element);
                break;
            case ParagraphProperties or RunProperties or FieldCode or DeletedText or DeletedFieldCode or SdtProperties or FootnoteReferenceMark or EndnoteReferenceMark:
                break;
            default:
                AppendChildren(element);
                break;
        }
    }

    private void AppendRun(Run run)
    {
        if (styles.IsHidden(run))
        {
            leftOut.HiddenRuns++;
            return;
        }

        AppendChildren(run);
    }

    private void AppendDrawing(OpenXmlElement drawing)
    {
        var boxes = drawing.Descendants<TextBoxContent>().Where(box => !box.Ancestors<TextBoxContent>().Any()).ToList();
        TextBoxes.AddRange(boxes);
        leftOut.Pictures += boxes.Count == 0 ? 1 : 0;
    }

    // Between "begin" and "separate" stands the field's code, after it its result.
    private void CountField(FieldChar field)
    {
        var type = field.FieldCharType?.Value;
        if (type == FieldCharValues.Begin)
        {
            _fieldCode++;
        }
        else if (type == FieldCharValues.Separate && _fieldCode > 0)
        {
            _fieldCode--;
        }
    }
}
