using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.RichText;

/// <summary>What a flow of text is.</summary>
internal enum RtfFlowKind
{
    /// <summary>The document itself.</summary>
    Body,

    /// <summary>A running header.</summary>
    Header,

    /// <summary>A running footer.</summary>
    Footer,

    /// <summary>A note that hangs on a paragraph.</summary>
    Note,

    /// <summary>A box of text that hangs on a paragraph.</summary>
    Box,
}

/// <summary>A block that is found.</summary>
internal readonly record struct RtfBlock(BlockKind Kind, int Level, string Text);

/// <summary>Builds paragraphs and rows of tables out of text; notes and boxes follow the paragraph or row that they hang on.</summary>
internal sealed class RtfFlow(RtfFlowKind kind, RtfStyles styles, Action<RtfBlock> write)
{
    // A block is cut into parts later; one that never ends must not grow without end.
    private const int LongestLine = 100_000;

    private readonly StringBuilder _line = new();
    private readonly StringBuilder _marker = new();
    private readonly StringBuilder _cell = new();
    private readonly List<string> _cells = [];
    private readonly List<RtfBlock> _asides = [];
    private readonly List<bool> _merged = [];
    private bool _mergesNext;
    private int? _markAt;

    /// <summary>What it is.</summary>
    public RtfFlowKind Kind => kind;

    /// <summary>True for a note at the end of the document.</summary>
    public bool IsEndnote { get; private set; }

    /// <summary>Adds text to the paragraph.</summary>
    public void Append(char c)
    {
        if (c == ' ' && _line.Length > LongestLine)
        {
            EndParagraph(default);
        }

        _line.Append(c);
    }

    /// <summary>Adds to the marker of the paragraph, when it is an item of a list.</summary>
    public void AppendMarker(char c) => _marker.Append(c);

    /// <summary>A reference to a note stands here; its number is known when the note was read.</summary>
    public void MarkNote() => _markAt = _line.Length;

    /// <summary>Takes a note that was referred to last.</summary>
    /// <param name="number">Its number among the notes of its kind, asked for only when the document counts it.</param>
    /// <param name="isEndnote">True for a note at the end.</param>
    /// <param name="text">Its text; a mark of the author's own is in it and in the paragraph.</param>
    public void TakeNote(Func<int> number, bool isEndnote, string text)
    {
        var mark = "";
        if (_markAt is { } at)
        {
            mark = isEndnote ? $"[{Numerals.Roman(number())}]" : Superscript.Of(number());
            _line.Insert(Math.Min(at, _line.Length), mark);
            _markAt = null;
            mark += " ";
        }

        _asides.Add(new RtfBlock(BlockKind.Footnote, 0, mark + text));
    }

    /// <summary>Takes the blocks of a box.</summary>
    public void TakeBox(IEnumerable<RtfBlock> blocks) => _asides.AddRange(blocks);

    /// <summary>Ends the paragraph.</summary>
    public void EndParagraph(RtfState state)
    {
        _markAt = null;
        if (state.InTable)
        {
            MoveToCell();
            return;
        }

        EndRow();
        var text = _line.ToString();
        var marker = TakeMarker();
        _line.Clear();
        if (!string.IsNullOrWhiteSpace(text))
        {
            var level = styles.HeadingLevel(state.Style, state.Outline);
            var block = level > 0 ? BlockKind.Heading : marker.Length > 0 ? BlockKind.ListItem : BlockKind.Paragraph;
            write(new RtfBlock(block, level, marker.Length > 0 ? $"{marker} {text}" : text));
        }

        WriteAsides();
    }

    /// <summary>Takes a control word that ends or begins something.</summary>
    public void Take(string word, RtfState state)
    {
        switch (word)
        {
            case "par" or "sect" or "page":
                EndParagraph(state);
                break;
            case "trowd":
                _merged.Clear();
                break;
            case "clmrg":
                _mergesNext = true;
                break;
            case "cellx":
                // A cell that is defined; a merged one goes on with the one before it.
                _merged.Add(_mergesNext);
                _mergesNext = false;
                break;
            case "cell":
                EndCell();
                break;
            case "row":
                EndRow();
                break;
            case "ftnalt":
                IsEndnote = true;
                break;
        }
    }

    private void EndCell()
    {
        MoveToCell();
        _cells.Add(TextCleaner.Line(_cell.ToString()));
        _cell.Clear();
    }

    private void EndRow()
    {
        if (_cell.Length > 0)
        {
            _cells.Add(TextCleaner.Line(_cell.ToString()));
            _cell.Clear();
        }

        if (_cells.Count == 0)
        {
            return;
        }

        var cells = _cells.Where((_, i) => i >= _merged.Count || !_merged[i]).ToList();
        write(new RtfBlock(cells.Count > 1 ? BlockKind.TableRow : BlockKind.Paragraph, 0, string.Join('\t', cells)));
        _cells.Clear();
        WriteAsides();
    }

    /// <summary>Hands over what is left.</summary>
    public void Close(RtfState state)
    {
        EndParagraph(state);
        EndRow();
        WriteAsides();
    }

    private void MoveToCell()
    {
        var marker = TakeMarker();
        if (marker.Length + _line.Length == 0)
        {
            return;
        }

        _cell.Append(' ').Append(marker).Append(marker.Length > 0 ? " " : "").Append(_line);
        _line.Clear();
        if (_cell.Length > LongestLine)
        {
            EndRow();
        }
    }

    private string TakeMarker()
    {
        var marker = TextCleaner.Line(_marker.ToString());
        _marker.Clear();
        return marker;
    }

    private void WriteAsides()
    {
        _asides.ForEach(write);
        _asides.Clear();
    }
}
