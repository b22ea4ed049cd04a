using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>
/// Reads pages as sections of sentences and rows. Running heads and feet are left out. A paragraph that goes on over a page break is read as one, so that its
/// sentence stays whole. A heading under which nothing stands is a unit itself: no text is lost.
/// </summary>
internal sealed class SectionReader(Func<string, int> countTokens, int maxTokens)
{
    // Characters; less is hardly a sentence.
    private const int Tiny = 60;

    private readonly List<Section> _sections = [];
    private readonly List<(int Level, string Text, ChunkPiece Piece)> _path = [];
    private Section _section = new([], null, []);
    private (ParsedPage Page, Block Block)? _open;
    private int _blocks;

    /// <summary>The sections in reading order; those without text are left out.</summary>
    public IReadOnlyList<Section> Read(IEnumerable<ParsedPage> pages)
    {
        foreach (var page in pages)
        {
            foreach (var block in page.Blocks.Where(IsBody))
            {
                Take(page, block);
            }
        }

        FlushOpen(null);
        CloseSection(0);
        return MergeTiny(_sections.FindAll(section => section.Units.Count > 0));
    }

    // A cover sheet is full of headings with a word under them; a passage of one word is found by every question and answers none. Such a section goes, with its
    // heading, to the one that follows.
    private List<Section> MergeTiny(List<Section> sections)
    {
        var merged = new List<Section>();
        var waiting = new List<TextUnit>();
        foreach (var section in sections)
        {
            if (section.Units.Sum(unit => unit.Characters) >= Tiny || section == sections[^1])
            {
                section.Units.InsertRange(0, waiting);
                waiting.Clear();
                merged.Add(section);
                continue;
            }

            if (section.Heading is { } heading)
            {
                waiting.AddRange(Whole(heading.Piece, heading.Text, isRow: false));
            }

            waiting.AddRange(section.Units);
        }

        return merged;
    }

    private static bool IsBody(Block block) => block.Length > 0 && block.Kind is not (BlockKind.Header or BlockKind.Footer);

    private void Take(ParsedPage page, Block block)
    {
        if (_open is { } open && block.Kind == BlockKind.Paragraph && page.Number != open.Page.Number && GoesOn(open, page, block))
        {
            FlushOpen((page, block));
            return;
        }

        FlushOpen(null);
        switch (block.Kind)
        {
            case BlockKind.Heading:
                StartSection(page, block);
                break;
            case BlockKind.TableRow:
                _section.Units.AddRange(Whole(new ChunkPiece(page.Number, block.Start, block.Length), page.Text.Substring(block.Start, block.Length), isRow: true));
                break;
            default:
                _open = (page, block);
                break;
        }
    }

    // Only what breaks off in the middle of a sentence goes on; a footnote below it does not come between, it is read in its own place.
    private static bool GoesOn((ParsedPage Page, Block Block) open, ParsedPage page, Block block)
    {
        var last = open.Page.Text[open.Block.Start + open.Block.Length - 1];
        var first = page.Text[block.Start];
        return open.Block.Kind is BlockKind.Paragraph or BlockKind.ListItem && !(last is '.' or '!' or '?' or ':' or ';' or '”' or '"' or ')' or '।' or '。' or '۔')
            && (char.IsLower(first) || last is ',' or '-');
    }

    private void StartSection(ParsedPage page, Block block)
    {
        CloseSection(block.Level);
        _path.RemoveAll(heading => heading.Level >= block.Level);
        _path.Add((block.Level, page.Text.Substring(block.Start, block.Length).ReplaceLineEndings(" "), new ChunkPiece(page.Number, block.Start, block.Length)));
        _section = new Section([.. _path.Select(heading => heading.Text)], (_path[^1].Text, _path[^1].Piece), []);
    }

    // A heading followed by a deeper one speaks through the paths of the sections below it; one followed by its like, or by nothing, would be lost.
    private void CloseSection(int nextLevel)
    {
        if (_section.Units.Count == 0 && _path.Count > 0 && nextLevel <= _path[^1].Level)
        {
            _section = _section with { Headings = [.. _section.Headings.SkipLast(1)], Heading = null };
            _section.Units.AddRange(Whole(_path[^1].Piece, _path[^1].Text, isRow: false));
        }

        _sections.Add(_section);
    }

    private void FlushOpen((ParsedPage Page, Block Block)? rest)
    {
        if (_open is not { } open)
        {
            return;
        }

        _open = null;
        _blocks++;
        var first = open.Page.Text.Substring(open.Block.Start, open.Block.Length);
        var flow = rest is { } more ? first + "\n" + more.Page.Text.Substring(more.Block.Start, more.Block.Length) : first;
        foreach (var sentence in SentenceSplitter.Split(flow))
        {
            foreach (var part in LongSentence.Cut(flow, sentence, countTokens, maxTokens))
            {
                _section.Units.Add(Unit(Pieces(open, rest, first.Length, part), flow.Substring(part.Start, part.Length), _blocks, isRow: false));
            }
        }
    }

    // A row or a heading is one unit, unless it alone is longer than the model sees.
    private List<TextUnit> Whole(ChunkPiece piece, string text, bool isRow)
    {
        _blocks++;
        return [.. LongSentence.Cut(text, new SentenceSpan(0, text.Length), countTokens, maxTokens).Select(part => Unit(
            [piece with { Start = piece.Start + part.Start, Length = part.Length }], text.Substring(part.Start, part.Length), _blocks, isRow))];
    }

    private static List<ChunkPiece> Pieces((ParsedPage Page, Block Block) open, (ParsedPage Page, Block Block)? rest, int seam, SentenceSpan span)
    {
        var pieces = new List<ChunkPiece>(2);
        var end = span.Start + span.Length;
        if (span.Start < seam)
        {
            pieces.Add(new ChunkPiece(open.Page.Number, open.Block.Start + span.Start, Math.Min(end, seam) - span.Start));
        }

        if (end > seam + 1 && rest is { } more)
        {
            var start = Math.Max(span.Start, seam + 1);
            pieces.Add(new ChunkPiece(more.Page.Number, more.Block.Start + start - seam - 1, end - start));
        }

        return pieces;
    }

    private TextUnit Unit(IReadOnlyList<ChunkPiece> pieces, string text, int block, bool isRow) =>
        new(pieces, block, text.Length, countTokens(text), isRow, LeadsIn: text[^1] is ':' or '：' || text.EndsWith(":—", StringComparison.Ordinal));
}
