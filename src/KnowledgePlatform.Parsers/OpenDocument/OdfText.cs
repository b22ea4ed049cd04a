using System.Text;
using System.Xml.Linq;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.OpenDocument;

/// <summary>The text of a paragraph as a reader sees it once tracked changes are accepted.</summary>
internal sealed class OdfText(OdfStyles styles, LeftOut leftOut)
{
    private readonly StringBuilder _text = new();

    /// <summary>Frames and shapes that hang on the paragraph.</summary>
    public List<XElement> Shapes { get; } = [];

    /// <summary>Bodies of the notes that the paragraph refers to, with their marks.</summary>
    public List<(string Mark, XElement Body)> Notes { get; } = [];

    /// <summary>A number that the writing program put at the paragraph's beginning.</summary>
    public string Number { get; private set; } = "";

    /// <summary>The text.</summary>
    public string Of(XElement paragraph)
    {
        Append(paragraph);
        return _text.ToString();
    }

    // Depth is bounded: the package's nesting was checked.
    private void Append(XElement parent)
    {
        foreach (var node in parent.Nodes())
        {
            if (node is XText text)
            {
                _text.Append(text.Value);
            }
            else if (node is XElement element)
            {
                AppendElement(element);
            }
        }
    }

    private void AppendElement(XElement element)
    {
        switch (element.Name.LocalName)
        {
            case "s" or "tab" or "line-break" when element.Name.Namespace == Odf.Text:
                _text.Append(' ');
                break;
            case "note" when element.Name.Namespace == Odf.Text:
                AppendNote(element);
                break;
            case "number" when element.Name.Namespace == Odf.Text:
                Number = element.Value;
                break;
            case "annotation" when element.Name.Namespace == Odf.Office:
                leftOut.Comments++;
                break;
            case "tracked-changes" or "annotation-end" or "script" or "event-listeners" or "ruby-text" or "sheet-name":
                break;
            case "hidden-text" when element.Attribute(Odf.Text + "is-hidden")?.Value != "false":
                leftOut.HiddenRuns += element.Value.Length > 0 ? 1 : 0;
                break;
            case "span" when styles.IsHidden(element, "text"):
                leftOut.HiddenRuns += string.IsNullOrWhiteSpace(element.Value) ? 0 : 1;
                break;
            case var _ when element.Name.Namespace == Odf.Draw:
                Shapes.Add(element);
                break;
            default:
                Append(element);
                break;
        }
    }

    private void AppendNote(XElement note)
    {
        var citation = note.Element(Odf.Text + "note-citation");
        var mark = citation?.Value.Trim() ?? "";
        mark = note.Attribute(Odf.Text + "note-class")?.Value == "endnote" ? $"[{mark}]" : Superscript.Of(mark);
        _text.Append(mark);
        if (note.Element(Odf.Text + "note-body") is { } body)
        {
            Notes.Add((mark, body));
        }
    }
}
