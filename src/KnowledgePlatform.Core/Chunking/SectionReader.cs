using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>
/// Reads pages as sections of sentences and rows. Running heads and feet and tracked changes are left out. A heading is no text of its section, its passages carry it in their path;
/// but one under which nothing stands, and one that says more than a heading does, is a unit too: no text is lost.
/// </summary>
internal sealed class SectionReader(Func<string, int> countTokens, int maxTokens)
{
    private readonly List<Section> _sections = [];
    private readonly List<(int Level, string Text)> _path = [];
    private Section _section = new([], [], []);
    private ParagraphFlow? _open;
    private readonly List<(ParsedPage Page, Block Block)> _comments = [];
    private int _blocks;

    /// <summary>The sections in reading order; those without text are left out.</summary>
    public IReadOnlyList<Section> Read(IEnumerable<ParsedPage> pages)
    {
        foreach (var page in pages)
        {
            foreach (var block in page.Blocks)
            {
                if (block.Kind is not (BlockKind.Header or BlockKind.Footer or BlockKind.TrackedChange) && !page.Text.AsSpan(block.Start, block.Length).IsWhiteSpace())
                {
                    Take(page, block);
                }
            }
        }

        Flush();
        CloseSection(0);
        return _sections.FindAll(section => section.Units.Count > 0);
    }

    private void Take(ParsedPage page, Block block)
    {
        if (block.Kind == BlockKind.Comment)
        {
            _comments.Add((page, block));
            return;
        }

        if (_open is { } open)
        {
            if (open.TryAppend(page, block))
            {
                return;
            }

            if (block.Kind == BlockKind.Footnote && open.Kind != BlockKind.Footnote)
            {
                open.Footnotes.Add((page, block));
                return;
            }
        }

        Flush();
        switch (block.Kind)
        {
            case BlockKind.Heading:
                StartSection(page, block);
                break;
            case BlockKind.TableRow:
                _section.Units.AddRange(Units(new ParagraphFlow(page, block), _section.Headings));
                break;
            default:
                _open = new ParagraphFlow(page, block);
                break;
        }
    }

    private void Flush()
    {
        if (_open is not { } open)
        {
            return;
        }

        _open = null;
        _section.Units.AddRange(Units(open, _section.Headings));
        foreach (var (page, block) in open.Footnotes)
        {
            _section.Units.AddRange(Units(new ParagraphFlow(page, block), _section.Headings));
        }
    }

    private void StartSection(ParsedPage page, Block block)
    {
        CloseSection(block.Level);
        var flow = new ParagraphFlow(page, block);
        _path.RemoveAll(heading => heading.Level >= block.Level);
        _path.Add((block.Level, Heading.Short(flow.Text)));
        string[] headings = [.. _path.Select(heading => heading.Text)];
        var units = Units(flow, headings);
        _section = Heading.SaysMore(flow.Text) ? new Section(headings, [], units) : new Section(headings, units, []);
    }

    // A heading followed by a deeper one speaks through the paths of the sections below it; one followed by its like, or by nothing, would be lost.
    private void CloseSection(int nextLevel)
    {
        if (_section.Units.Count == 0 && _path.Count > 0 && nextLevel <= _path[^1].Level)
        {
            // It stands beside what follows, not under itself.
            string[] above = [.. _section.Headings.SkipLast(1)];
            _section = new Section(above, [], [.. _section.Heading.Select(unit => unit with { Headings = above })]);
        }

        _sections.Add(_section);
        AddComments();
    }

    // What somebody says about a text must not be taken for the text: comments stand after their section, in passages of their own.
    private void AddComments()
    {
        string[] headings = [.. _section.Headings, "Comments"];
        var units = _comments.SelectMany(comment => Units(new ParagraphFlow(comment.Page, comment.Block), headings)).ToList();
        _comments.Clear();
        if (units.Count > 0)
        {
            _sections.Add(new Section(headings, [], units));
        }
    }

    // A row or a heading is one unit, unless it alone is longer than the model sees.
    private List<TextUnit> Units(ParagraphFlow flow, IReadOnlyList<string> headings)
    {
        _blocks++;
        var units = new List<TextUnit>();
        var sentences = flow.Kind is BlockKind.TableRow or BlockKind.Heading ? [Whole(flow.Text)] : SentenceSplitter.Split(flow.Text);
        foreach (var part in sentences.SelectMany(sentence => LongSentence.Cut(flow.Text, sentence, countTokens, maxTokens)))
        {
            var text = flow.Text.Substring(part.Start, part.Length);
            var end = flow.Kind == BlockKind.Heading ? UnitEnd.LeadsIn : TextEnds.Of(text);
            units.Add(new TextUnit(headings, flow.Pieces(part), _blocks, flow.Kind, part.Length, countTokens(text), end));
        }

        return units;
    }

    private static SentenceSpan Whole(string text)
    {
        var start = text.Length - text.AsSpan().TrimStart().Length;
        return new SentenceSpan(start, text.AsSpan(start).TrimEnd().Length);
    }
}
