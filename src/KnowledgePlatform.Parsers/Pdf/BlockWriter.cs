using System.Text;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Writes the text of one block and keeps each word's place in it.</summary>
/// <param name="hyphened">Words that the page writes with a hyphen within a line: they keep it at a line's end.</param>
internal sealed class BlockWriter(IReadOnlySet<string> hyphened)
{
    private readonly StringBuilder _text = new();
    private readonly List<(int Start, string Text, Box Box)> _words = [];
    private bool _beginsCell = true;

    /// <summary>Words so far, by their offset in the block.</summary>
    public IReadOnlyList<(int Start, string Text, Box Box)> Words => _words;

    /// <summary>Ends a cell of a row.</summary>
    public void EndCell()
    {
        _text.Append('\t');
        _beginsCell = true;
    }

    /// <summary>Adds a line of a paragraph or of a cell.</summary>
    public void Add(IReadOnlyList<PdfWord> line)
    {
        for (var w = 0; w < line.Count; w++)
        {
            var word = line[w];
            if (!_beginsCell && !(w == 0 ? JoinsHyphen(word) : word.IsAttached))
            {
                _text.Append(' ');
            }

            _words.Add((_text.Length, word.Text, word.Box));
            _text.Append(word.Text);
            _beginsCell = false;
        }
    }

    /// <summary>The text, without empty cells at its end.</summary>
    public override string ToString() => _text.ToString().TrimEnd('\t');

    // A word parted at the line's end becomes one in the text; both halves keep their boxes.
    private bool JoinsHyphen(PdfWord next)
    {
        var isParted = _text.Length > 2 && _text[^1] is '-' or '\u2010' && char.IsLetterOrDigit(_text[^2]) && char.IsLetterOrDigit(next.Text[0]) && _words[^1].Text.Length > 1;
        if (!isParted)
        {
            return false;
        }

        // "Anglo-American", "2024-2026": the hyphen is the word's own.
        if (char.IsLower(_text[^2]) && char.IsLower(next.Text[0]) && !hyphened.Contains($"{_words[^1].Text}{next.Text}"))
        {
            _text.Length--;
            _words[^1] = _words[^1] with { Text = _words[^1].Text[..^1] };
        }

        return true;
    }
}
