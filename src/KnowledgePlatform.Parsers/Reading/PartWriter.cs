using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>
/// Cuts a document without pages into parts: a part ends before the block that would make it too long, earlier before a heading when it is
/// already half full, and never right after a heading.
/// </summary>
internal sealed class PartWriter
{
    private readonly DocumentSink _sink;
    private readonly List<(BlockKind Kind, int Level, string Text)> _pending = [];
    private int _length;
    private int _number;

    /// <summary>Begins; what is pending when the reading ends by a fault is handed over by <paramref name="sink"/>.</summary>
    public PartWriter(DocumentSink sink)
    {
        _sink = sink;
        sink.Holds(Finish);
    }

    /// <summary>Adds a block; text that is empty once cleaned is left out. A block longer than a part is cut at white space.</summary>
    public void Add(BlockKind kind, int level, string text)
    {
        var clean = kind == BlockKind.TableRow ? TextCleaner.Cells(text) : TextCleaner.Line(text);
        if (string.IsNullOrWhiteSpace(clean))
        {
            return;
        }

        var max = _sink.Limits.MaxPartLength;
        while (clean.Length > max)
        {
            var cut = CutPoint(clean, max);
            AddPiece(kind, level, clean[..cut].TrimEnd());
            clean = clean[cut..].TrimStart();
        }

        if (clean.Length > 0)
        {
            AddPiece(kind, level, clean);
        }
    }

    /// <summary>Hands over what is left.</summary>
    public void Finish() => Flush(_pending.Count);

    private void AddPiece(BlockKind kind, int level, string text)
    {
        var max = _sink.Limits.MaxPartLength;
        var isHeading = kind == BlockKind.Heading;
        if (_length + text.Length + 1 > max || (isHeading && _length > max / 2))
        {
            Flush(HeadingsAtEnd() is var kept && kept < _pending.Count ? _pending.Count - kept : _pending.Count);
        }

        if (_length + text.Length + 1 > max)
        {
            Flush(_pending.Count);
        }

        _pending.Add((kind, level, text));
        _length += text.Length + 1;
    }

    private int HeadingsAtEnd()
    {
        var count = 0;
        while (count < _pending.Count && _pending[^(count + 1)].Kind == BlockKind.Heading)
        {
            count++;
        }

        return count;
    }

    private void Flush(int count)
    {
        if (count == 0)
        {
            return;
        }

        var page = new PageText();
        foreach (var (kind, level, text) in _pending.Take(count))
        {
            page.Add(kind, level, text);
        }

        _pending.RemoveRange(0, count);
        _length = _pending.Sum(block => block.Text.Length + 1);
        _sink.Page(new ParsedPage(++_number, 0, 0, page.ToString(), page.Blocks, []));
    }

    // The last sentence end in the last quarter, else the last white space, else never within a surrogate pair.
    private static int CutPoint(string text, int max)
    {
        for (var i = max - 1; i > max * 3 / 4; i--)
        {
            if (text[i] == ' ' && text[i - 1] is '.' or '!' or '?' or '\u0964')
            {
                return i;
            }
        }

        var space = text.LastIndexOfAny([' ', '\t'], max - 1);
        return space > max / 2 ? space : max - (char.IsHighSurrogate(text[max - 1]) ? 1 : 0);
    }
}
