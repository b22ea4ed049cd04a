using System.Text;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Builds a page's text and its blocks so that they always agree.</summary>
internal sealed class PageText
{
    private readonly StringBuilder _text = new();
    private readonly List<Block> _blocks = [];

    /// <summary>Length so far in UTF-16 code units.</summary>
    public int Length => _text.Length;

    /// <summary>Blocks so far.</summary>
    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>Adds a block; returns where its text starts. <paramref name="text"/> is clean and holds no line feed.</summary>
    public int Add(BlockKind kind, int level, string text)
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        var start = _text.Length;
        _text.Append(text);
        _blocks.Add(new Block(kind, kind == BlockKind.Heading ? level : 0, start, text.Length));
        return start;
    }

    /// <summary>The page's text.</summary>
    public override string ToString() => _text.ToString();
}
