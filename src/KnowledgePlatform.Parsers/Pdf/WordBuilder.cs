using System.Runtime.InteropServices;
using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.PdfFonts;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Joins the letters of a page to words, in the order in which the page draws them.</summary>
internal sealed class WordBuilder
{
    // In em. A space is some 0.25 em wide and seldom under 0.15, kerning seldom over 0.1.
    private const float WordGap = 0.13f;
    private const float BackwardGap = 0.4f;
    private const float BaselineStep = 0.2f;
    private const float SizeStep = 1.25f;

    private readonly List<PdfWord> _words = [];
    private readonly List<Glyph> _current = [];
    private readonly DoubledGlyphs _doubled = new();
    private readonly StringBuilder _text = new();
    private (FontDetails? Font, bool IsBold) _font;
    private bool _spaceBefore;

    /// <summary>The words of a page.</summary>
    public static IReadOnlyList<PdfWord> Build(IReadOnlyList<Letter> letters, float width, float height)
    {
        var builder = new WordBuilder();
        foreach (var letter in letters)
        {
            builder.Add(letter, width, height);
        }

        builder.EndWord();
        return builder._words;
    }

    private void Add(Letter letter, float width, float height)
    {
        if (string.IsNullOrWhiteSpace(letter.Value) || letter.Value == "\0")
        {
            EndWord();
            _spaceBefore = true;
            return;
        }

        // Looked up in the font's name, which the letters of a line share.
        if (!ReferenceEquals(_font.Font, letter.FontDetails))
        {
            _font = (letter.FontDetails, Glyph.IsBoldFont(letter.FontDetails));
        }

        if (Glyph.From(letter, width, height, _font.IsBold) is not { } glyph || _doubled.IsSecond(glyph))
        {
            return;
        }

        if (_current.Count > 0 && !Continues(_current[^1], glyph))
        {
            EndWord();
        }

        _current.Add(glyph);
    }

    private static bool Continues(Glyph before, Glyph next)
    {
        var size = Math.Max(before.Size, next.Size);
        if (before.Angle != next.Angle || Math.Abs(before.Baseline - next.Baseline) > BaselineStep * size
            || size > SizeStep * Math.Min(before.Size, next.Size))
        {
            return false;
        }

        var gap = next.Left - before.Right;
        if (gap > -BackwardGap * size && gap <= WordGap * size)
        {
            return true;
        }

        // Right-to-left letters may be drawn in the order in which they are read.
        var gapToTheLeft = before.Left - next.Right;
        return gapToTheLeft > -BackwardGap * size && gapToTheLeft <= WordGap * size && next.Text.Any(Bidi.IsRightToLeft);
    }

    private void EndWord()
    {
        if (_current.Count == 0)
        {
            return;
        }

        var text = TextCleaner.Line(ReadingText(_current));
        if (text.Length > 0)
        {
            var word = WordOf(text, CollectionsMarshal.AsSpan(_current));
            _words.Add(_words.Count > 0 ? RaisedText.Follow(_words, word, _spaceBefore) : word);
        }

        _current.Clear();
        _spaceBefore = false;
    }

    private string ReadingText(List<Glyph> glyphs)
    {
        var text = _text.Clear();
        foreach (var glyph in glyphs)
        {
            text.Append(glyph.Text);
        }

        var drawn = text.ToString();
        if (!Bidi.IsRightToLeft(drawn))
        {
            return drawn;
        }

        // Read from the right; letters of the word that read from the left (digits) keep their order because they are drawn so.
        text.Clear();
        foreach (var glyph in glyphs.OrderByDescending(g => g.Left))
        {
            text.Append(glyph.Text);
        }

        return text.ToString().Normalize(NormalizationForm.FormKC);
    }

    private static PdfWord WordOf(string text, ReadOnlySpan<Glyph> glyphs)
    {
        ref readonly var first = ref glyphs[0];
        var (box, left, top, right, bottom, size, isBold) = (first.Box, first.Left, first.Top, first.Right, first.Bottom, first.Size, first.IsBold);
        foreach (ref readonly var glyph in glyphs[1..])
        {
            box = new Box(Math.Min(box.Left, glyph.Box.Left), Math.Min(box.Top, glyph.Box.Top), Math.Max(box.Right, glyph.Box.Right), Math.Max(box.Bottom, glyph.Box.Bottom));
            (left, top, right, bottom) = (Math.Min(left, glyph.Left), Math.Min(top, glyph.Top), Math.Max(right, glyph.Right), Math.Max(bottom, glyph.Bottom));
            (size, isBold) = (Math.Max(size, glyph.Size), isBold && glyph.IsBold);
        }

        return new PdfWord(text, box, left, top, right, bottom, first.Baseline, size, isBold, first.Angle);
    }
}
