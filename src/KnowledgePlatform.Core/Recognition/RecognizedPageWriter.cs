using System.Text;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Recognition;

/// <summary>Puts recognised words into a page: text, blocks, words with their boxes in points, confidences.</summary>
internal sealed class RecognizedPageWriter(ParsedPage page, float x, float y)
{
    private readonly StringBuilder _text = new();
    private readonly List<Block> _blocks = [];
    private readonly List<Word> _words = [];
    private readonly List<short> _confidences = [];

    /// <summary>Adds running text, or a heading of a level from 1.</summary>
    public void Paragraph(List<RecognizedWord> words, int level)
    {
        var start = Begin();
        Add(words);
        _blocks.Add(new Block(level > 0 ? BlockKind.Heading : BlockKind.Paragraph, level, start, _text.Length - start));
    }

    /// <summary>Adds a row of a table.</summary>
    public void Row(List<List<RecognizedWord>> cells)
    {
        var start = Begin();
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
            {
                _text.Append('\t');
            }

            Add(cells[i]);
        }

        _blocks.Add(new Block(BlockKind.TableRow, 0, start, _text.Length - start));
    }

    /// <summary>The page.</summary>
    public ParsedPage Page() => page with { Text = _text.ToString(), Blocks = _blocks, Words = _words, Confidences = _confidences };

    private int Begin()
    {
        if (_text.Length > 0)
        {
            _text.Append('\n');
        }

        return _text.Length;
    }

    private void Add(List<RecognizedWord> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var isLast = i + 1 == words.Count;
            var joins = !isLast && IsHyphenated(word, words[i + 1]);
            var shown = joins ? word.Text[..^1] : word.Text;
            _words.Add(new Word(_text.Length, shown.Length, new Box(word.Left * x, word.Top * y, word.Right * x, word.Bottom * y)));
            _confidences.Add((short)MathF.Round(word.Confidence));
            _text.Append(shown);
            if (!joins && !isLast && !IsWrittenOn(word.Text[^1], words[i + 1].Text[0]))
            {
                _text.Append(' ');
            }
        }
    }

    // The end of a line within a word: the hyphen is the printer's, not the writer's.
    private static bool IsHyphenated(RecognizedWord word, RecognizedWord next) =>
        word.Line != next.Line && word.Text is [.., var before, '-'] && char.IsLetter(before) && char.IsLower(next.Text[0]);

    // Chinese and Japanese have no blanks between words.
    private static bool IsWrittenOn(char last, char next) => IsIdeographic(last) && IsIdeographic(next);

    private static bool IsIdeographic(char c) => c is (>= '\u3000' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uFF00' and <= '\uFFEF');
}
