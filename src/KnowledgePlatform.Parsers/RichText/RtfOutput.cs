using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.RichText;

/// <summary>The flows of a document: the body is written as it is read, headers where they stand, footers at the end, each text of them once.</summary>
internal sealed class RtfOutput
{
    private readonly PartWriter _parts;
    private readonly RtfStyles _styles;
    private readonly Dictionary<RtfFlow, List<RtfBlock>> _blocks = [];
    private readonly HashSet<string> _headers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _footersSeen = new(StringComparer.Ordinal);
    private readonly List<string> _footers = [];
    private readonly Action _opened;
    private bool _isOpen;
    private int _footnotes;
    private int _endnotes;

    public RtfOutput(PartWriter parts, RtfStyles styles, Action opened)
    {
        (_parts, _styles, _opened) = (parts, styles, opened);
        Body = new RtfFlow(RtfFlowKind.Body, styles, block => Write(block.Kind, block.Level, block.Text));
    }

    /// <summary>The document itself.</summary>
    public RtfFlow Body { get; }

    /// <summary>A flow that ends with its group.</summary>
    public RtfFlow NewFlow(RtfFlowKind kind)
    {
        var blocks = new List<RtfBlock>();
        var flow = new RtfFlow(kind, _styles, blocks.Add);
        _blocks[flow] = blocks;
        return flow;
    }

    /// <summary>A flow ended in the flow around it.</summary>
    public void Close(RtfState state, RtfFlow outer)
    {
        state.Flow.Close(state);
        _blocks.Remove(state.Flow, out var blocks);
        switch (state.Flow.Kind)
        {
            case RtfFlowKind.Header:
                blocks!.Where(block => _headers.Add(block.Text)).ToList().ForEach(block => Write(BlockKind.Header, 0, block.Text));
                break;
            case RtfFlowKind.Footer:
                _footers.AddRange(blocks!.Select(block => block.Text).Where(_footersSeen.Add));
                break;
            case RtfFlowKind.Note:
                var isEndnote = state.Flow.IsEndnote;
                outer.TakeNote(() => isEndnote ? ++_endnotes : ++_footnotes, isEndnote, string.Join(' ', blocks!.Select(block => block.Text)));
                break;
            default:
                outer.TakeBox(blocks!);
                break;
        }
    }

    /// <summary>Hands over what is left.</summary>
    public void Finish(RtfState state)
    {
        Body.Close(state with { Flow = Body });
        _footers.ForEach(footer => Write(BlockKind.Footer, 0, footer));
        Open();
    }

    private void Write(BlockKind kind, int level, string text)
    {
        Open();
        _parts.Add(kind, level, text);
    }

    private void Open()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            _opened();
        }
    }
}
