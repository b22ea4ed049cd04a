using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using KnowledgePlatform.Parsers.Text;
using PageWord = KnowledgePlatform.ParserProtocol.Word;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Lays a page's words out as text with blocks, and keeps each word's place in it.</summary>
internal sealed class PageLayout(HeadingSizes headings)
{
    // Notes stand in the lower half; a small table of figures above it is none.
    private const float NotesBelow = 0.5f;

    private readonly PageText _text = new();
    private readonly List<PageWord> _words = [];

    // Words that the page writes with a hyphen within a line: they keep it at a line's end.
    private readonly HashSet<string> _hyphened = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The page as it is handed over.</summary>
    public ParsedPage Lay(PdfPageContent page, RunningHeads heads)
    {
        var (headers, footers) = heads.Take(page, out var body);
        _hyphened.UnionWith(page.Words.Where(word => word.Text.IndexOf('-', StringComparison.Ordinal) is > 0 and var at && at < word.Text.Length - 1).Select(word => word.Text.TrimEnd('.', ',', ';', ':', ')')));
        headers.ForEach(line => Add(BlockKind.Header, 0, [line], null));
        foreach (var turned in body.GroupBy(word => word.Angle).OrderByDescending(group => group.Sum(word => word.Text.Length)))
        {
            foreach (var region in ColumnSplitter.Split([.. turned]))
            {
                AddRegion(PdfLine.Build(region), turned.Key == 0 ? page.Height * NotesBelow : float.MaxValue);
            }
        }

        footers.ForEach(line => Add(BlockKind.Footer, 0, [line], null));
        return new ParsedPage(page.Number, page.Width, page.Height, _text.ToString(), _text.Blocks, _words);
    }

    private void AddRegion(List<PdfLine> lines, float notesBelow)
    {
        var rows = TableRows.Find(lines);
        var prose = new List<PdfLine>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (rows[i] is not { } cells)
            {
                prose.Add(lines[i]);
                continue;
            }

            AddProse(prose, notesBelow);
            prose.Clear();
            Add(BlockKind.TableRow, 0, [lines[i]], cells);
        }

        AddProse(prose, notesBelow);
    }

    private void AddProse(List<PdfLine> lines, float notesBelow)
    {
        foreach (var group in ParagraphBuilder.Group(lines))
        {
            var text = string.Join(' ', group.Select(line => line.Text));
            var level = headings.LevelOf(group, text);
            var isNote = level == 0 && group[0].Words[0].Box.Top > notesBelow && headings.IsSmall(group) && StartsAsNote(text);
            var kind = level > 0 ? BlockKind.Heading : isNote ? BlockKind.Footnote : TextLines.StartsWithMarker(text) ? BlockKind.ListItem : BlockKind.Paragraph;
            Add(kind, level, group, null);
        }
    }

    private static bool StartsAsNote(string text) =>
        text[0] is '*' or '\u2020' or '\u2021' or '\u00A7' || char.IsAsciiDigit(text[0]) || Superscript.IsDigit(text[0]);

    private void Add(BlockKind kind, int level, IReadOnlyList<PdfLine> lines, IReadOnlyList<int>? cells)
    {
        var block = new StringBuilder();
        var words = new List<(int Start, string Text, Box Box)>();
        for (var l = 0; l < lines.Count; l++)
        {
            for (var w = 0; w < lines[l].Words.Count; w++)
            {
                var word = lines[l].Words[w];
                if (block.Length > 0 && !(w == 0 ? JoinsHyphen(block, words, word) : word.IsAttached))
                {
                    block.Append(cells is not null && cells.Contains(w) ? '\t' : ' ');
                }

                words.Add((block.Length, word.Text, word.Box));
                block.Append(word.Text);
            }
        }

        var start = _text.Add(kind, level, block.ToString());
        _words.AddRange(words.Select(word => new PageWord(start + word.Start, word.Text.Length, word.Box)));
    }

    // A word parted at the line's end becomes one in the text; both halves keep their boxes.
    private bool JoinsHyphen(StringBuilder block, List<(int Start, string Text, Box Box)> words, PdfWord next)
    {
        var isParted = block.Length > 2 && block[^1] is '-' or '\u2010' && char.IsLetterOrDigit(block[^2]) && char.IsLetterOrDigit(next.Text[0]) && words[^1].Text.Length > 1;
        if (!isParted)
        {
            return false;
        }

        // "Anglo-American", "2024-2026": the hyphen is the word's own.
        if (char.IsLower(block[^2]) && char.IsLower(next.Text[0]) && !_hyphened.Contains($"{words[^1].Text}{next.Text}"))
        {
            block.Length--;
            words[^1] = words[^1] with { Text = words[^1].Text[..^1] };
        }

        return true;
    }
}
