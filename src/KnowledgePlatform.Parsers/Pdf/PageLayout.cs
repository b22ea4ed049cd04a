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

    // Of the lines within a table that no drawn lines part: text of the table's whole width has fewer.
    private const double MostRowsOfText = 0.3;

    private readonly PageText _text = new();
    private readonly List<PageWord> _words = [];

    // Words that the page writes with a hyphen within a line: they keep it at a line's end.
    private readonly HashSet<string> _hyphened = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The page as it is handed over.</summary>
    public ParsedPage Lay(PdfPageContent page, RunningHeads heads)
    {
        var (headers, footers) = heads.Take(page, out var body);
        _hyphened.UnionWith(page.Words.Where(word => word.Text.IndexOf('-', StringComparison.Ordinal) is > 0 and var at && at < word.Text.Length - 1).Select(word => word.Text.TrimEnd('.', ',', ';', ':', ')')));
        headers.ForEach(line => Add(BlockKind.Header, 0, [line]));
        foreach (var turned in RuledTable.Gather(page.Rulings, body).GroupBy(word => word.Angle).OrderByDescending(group => group.Sum(word => word.Text.Length)))
        {
            AddRegion([.. turned], turned.Key == 0 ? page.Height * NotesBelow : float.MaxValue);
        }

        footers.ForEach(line => Add(BlockKind.Footer, 0, [line]));
        return new ParsedPage(page.Number, page.Width, page.Height, _text.ToString(), _text.Blocks, _words)
        {
            Label = page.Label, Bates = heads.BatesOf(page.Number), LineNumbers = page.LineNumbers,
        };
    }

    private void AddRegion(IReadOnlyList<PdfWord> words, float notesBelow)
    {
        foreach (var region in ColumnSplitter.Split([.. words]))
        {
            AddLines(PdfLine.Build(region.Where(word => word.Table is null)), [.. region.Where(word => word.Table is not null)], notesBelow);
        }
    }

    // Tables with drawn lines stand between the lines of text above and below them.
    private void AddLines(List<PdfLine> lines, List<PdfWord> tables, float notesBelow)
    {
        foreach (var table in tables.OrderBy(table => table.Top))
        {
            var above = lines.FindAll(line => (line.Top + line.Bottom) / 2 < (table.Top + table.Bottom) / 2);
            AddText(above, notesBelow);
            lines = lines.FindAll(line => !above.Contains(line));
            foreach (var (row, over, isWide) in table.Table!.Rows())
            {
                if (row is not null)
                {
                    AddRow(row);
                }
                else if (!isWide || TableRows.Share(PdfLine.Build(over)) > MostRowsOfText)
                {
                    AddText(PdfLine.Build(over), float.MaxValue, table.Table.Columns);
                }
                else
                {
                    AddRegion(over, float.MaxValue);
                }
            }
        }

        AddText(lines, notesBelow);
    }

    private void AddText(List<PdfLine> lines, float notesBelow, IReadOnlyList<(float Left, float Right)>? columns = null)
    {
        var prose = new List<PdfLine>();
        foreach (var (line, row) in TableRows.Find(lines, columns))
        {
            if (line is not null)
            {
                prose.Add(line);
                continue;
            }

            AddProse(prose, notesBelow);
            prose.Clear();
            AddRow(row!);
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
            Add(kind, level, group);
        }
    }

    private static bool StartsAsNote(string text) =>
        text[0] is '*' or '\u2020' or '\u2021' or '\u00A7' || char.IsAsciiDigit(text[0]) || Superscript.IsDigit(text[0]);

    private void AddRow(TableRow row)
    {
        var writer = new BlockWriter(_hyphened);
        for (var i = 0; i < row.Cells.Count; i++)
        {
            if (i > 0)
            {
                writer.EndCell();
            }

            foreach (var line in row.Cells[i])
            {
                writer.Add(line);
            }
        }

        Add(BlockKind.TableRow, 0, writer);
    }

    private void Add(BlockKind kind, int level, IReadOnlyList<PdfLine> lines)
    {
        var writer = new BlockWriter(_hyphened);
        foreach (var line in lines)
        {
            writer.Add(line.Words);
        }

        Add(kind, level, writer);
    }

    private void Add(BlockKind kind, int level, BlockWriter writer)
    {
        var start = _text.Add(kind, level, writer.ToString());
        _words.AddRange(writer.Words.Select(word => new PageWord(start + word.Start, word.Text.Length, word.Box)));
    }
}
