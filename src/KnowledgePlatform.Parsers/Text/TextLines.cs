using System.Text;
using System.Text.RegularExpressions;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Text;

/// <summary>Finds paragraphs and list items in plain text.</summary>
internal static partial class TextLines
{
    // Lines are taken as wrapped by a program when they are about as long as a page is wide.
    private const int WidestWrap = 132;
    private const int NarrowestWrap = 40;

    /// <summary>Blocks in order; joined lines are parted by one space.</summary>
    public static IEnumerable<(BlockKind Kind, string Text)> Blocks(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n', '\f');
        var wrap = WrapWidth(lines);
        var block = new StringBuilder();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (block.Length > 0 && !Continues(lines[i - 1].TrimEnd(), line, wrap))
            {
                yield return (KindOf(block), block.ToString());
                block.Clear();
            }

            block.Append(block.Length > 0 && line.Length > 0 ? " " : "").Append(line);
        }

        if (block.Length > 0)
        {
            yield return (KindOf(block), block.ToString());
        }
    }

    /// <summary>True when the text starts as an item of a list does: a bullet, "(a)", "1." or "1.2".</summary>
    public static bool StartsWithMarker(string text) => Marker().IsMatch(text);

    private static BlockKind KindOf(StringBuilder block) => StartsWithMarker(block.ToString(0, Math.Min(block.Length, 40))) ? BlockKind.ListItem : BlockKind.Paragraph;

    // A line goes on with the one before when the first word of it had no room there any more.
    private static bool Continues(string before, string line, int wrap)
    {
        if (wrap == 0 || line.Length == 0 || before.Trim().Length == 0 || StartsWithMarker(line))
        {
            return false;
        }

        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var firstWord = space < 0 ? line.Length : space;
        return before.Length + 1 + firstWord > wrap - 4;
    }

    // The length that nine of ten full lines keep under; 0 when the text is not wrapped.
    private static int WrapWidth(string[] lines)
    {
        var lengths = lines.Select(line => line.TrimEnd().Length).Where(length => length > NarrowestWrap).Order().ToArray();
        if (lengths.Length < 3)
        {
            return 0;
        }

        var width = lengths[lengths.Length * 9 / 10];
        return width <= WidestWrap ? width : 0;
    }

    [GeneratedRegex(@"\A\s*(?:[\u2022\u2023\u25AA\u25CF\u25E6\u2043\u00B7\u2013\*\-+]\s+\S|\(?(?:\d{1,3}|[a-zA-Z]|[ivxlc]{1,6})[.)]\s+\S|\(\w{1,5}\)\s*\S|\d{1,3}(?:\.\d{1,3}){1,5}\.?\s+\S)", RegexOptions.CultureInvariant)]
    private static partial Regex Marker();
}
