using System.Text;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.RichText;

/// <summary>The style sheet, for the levels of headings.</summary>
internal sealed class RtfStyles
{
    private const int MostAncestors = 20; // a style may name itself as its parent
    private const int LongestName = 64;

    private readonly Dictionary<int, Style> _styles = [];
    private readonly StringBuilder _name = new();
    private int _number;
    private int? _parent;
    private int? _outline;

    /// <summary>Takes a control word out of the style sheet.</summary>
    public void Take(string word, int? number)
    {
        switch (word)
        {
            case "s":
                _number = number ?? 0;
                break;
            case "sbasedon":
                _parent = number;
                break;
            case "outlinelevel":
                _outline = number;
                break;
        }
    }

    /// <summary>Takes a character of a style's name; the name ends with a semicolon, and the style with it.</summary>
    public void Take(char c)
    {
        if (c != ';')
        {
            _ = _name.Length < LongestName ? _name.Append(c) : _name;
            return;
        }

        _styles.TryAdd(_number, new Style(HeadingLevels.OfName(_name.ToString().Trim()) ?? HeadingLevels.OfOutline(_outline), _parent));
        _name.Clear();
        (_number, _parent, _outline) = (0, null, null);
    }

    /// <summary>Heading level 1 to 6 of a paragraph, else 0: by its own outline level, else by its style's name or outline level.</summary>
    public int HeadingLevel(int style, int? outline)
    {
        if (HeadingLevels.OfOutline(outline) is { } own)
        {
            return own;
        }

        int? next = style;
        for (var i = 0; i < MostAncestors && next is { } number && _styles.TryGetValue(number, out var known); i++)
        {
            if (known.Level is { } level)
            {
                return level;
            }

            next = known.Parent;
        }

        return 0;
    }

    private sealed record Style(int? Level, int? Parent);
}
