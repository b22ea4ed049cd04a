using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Wordprocessing;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>The text of a paragraph as a reader sees it once tracked changes are accepted.</summary>
internal sealed class RunText(LeftOut leftOut, WordStyles styles, WordNotes notes)
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _commented = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _ranges = new(StringComparer.Ordinal);
    private readonly List<WordChange> _changes = [];
    private readonly FieldCodes _fields = new();
    private int _changeEnd = -1;

    /// <summary>Boxes of text that hang on the paragraph.</summary>
    public List<TextBoxContent> TextBoxes { get; } = [];

    /// <summary>References to footnotes and endnotes, in order.</summary>
    public List<FootnoteEndnoteReferenceType> Notes { get; } = [];

    /// <summary>Comments that end here: their ids, and the words of this paragraph that each is about.</summary>
    public List<(string? Id, string On)> Comments { get; } = [];

    /// <summary>Tracked changes, in order.</summary>
    public IReadOnlyList<WordChange> Changes => _changes;

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
                AddChange(WordChange.Of((RunTrackChangeType)element, WordChange.TextOf(element)), _text.Length);
                break;
            case InsertedRun or MoveToRun:
                var start = _text.Length;
                AppendChildren(element);
                AddChange(WordChange.Of((RunTrackChangeType)element, _text.ToString(start, _text.Length - start)), start);
                break;
            case CommentRangeStart { Id.Value: { } id }:
                _commented[id] = _text.Length;
                break;
            case CommentReference reference:
                Comments.Add((reference.Id?.Value, WordsOf(reference.Id?.Value)));
                break;
            case CommentRangeEnd { Id.Value: { } ended } when _commented.TryGetValue(ended, out var began) && began >= 0:
                _commented[ended] = -1;
                _ranges[ended] = _text.ToString(began, _text.Length - began);
                break;
            case FieldChar field:
                _text.Append(_fields.Meet(field));
                break;
            case DocumentFormat.OpenXml.Math.Text formula:
                _text.Append(formula.Text);
                break;
            case DocumentFormat.OpenXml.Wordprocessing.Text text:
                _text.Append(_fields.IsInCode ? "" : text.Text);
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

    // A change that begins where the one before it ended goes on with it.
    private void AddChange(WordChange change, int start)
    {
        if (_changes.Count > 0 && _changeEnd == start && _changes[^1].Join(change) is { } joined)
        {
            _changes[^1] = joined;
        }
        else if (!string.IsNullOrWhiteSpace(change.Text))
        {
            _changes.Add(change);
        }

        _changeEnd = _text.Length;
    }

    // Empty for a comment whose range began in an earlier paragraph: its words are those of whole paragraphs.
    private string WordsOf(string? id) => id is null ? "" : _ranges.GetValueOrDefault(id, "");
}
