namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>Words on one baseline, in reading order.</summary>
internal sealed class PdfLine
{
    private readonly List<PdfWord> _words = [];

    /// <summary>Words in reading order once <see cref="Order"/> ran.</summary>
    public IReadOnlyList<PdfWord> Words => _words;

    /// <summary>Left end.</summary>
    public float Left { get; private set; } = float.MaxValue;

    /// <summary>Right end.</summary>
    public float Right { get; private set; } = float.MinValue;

    /// <summary>Upper end.</summary>
    public float Top { get; private set; } = float.MaxValue;

    /// <summary>Lower end.</summary>
    public float Bottom { get; private set; } = float.MinValue;

    /// <summary>Baseline of its largest word.</summary>
    public float Baseline { get; private set; }

    /// <summary>Size that most of its letters have.</summary>
    public float Size { get; private set; }

    /// <summary>True when every word with a letter is bold.</summary>
    public bool IsBold { get; private set; }

    /// <summary>True when it reads from the right.</summary>
    public bool IsRightToLeft { get; private set; }

    /// <summary>The line's text.</summary>
    public string Text => string.Concat(_words.Select((word, i) => i == 0 || word.IsAttached ? word.Text : " " + word.Text));

    /// <summary>Groups words to lines, from top to bottom.</summary>
    public static List<PdfLine> Build(IEnumerable<PdfWord> words)
    {
        var lines = new List<PdfLine>();
        foreach (var word in words.OrderBy(w => w.Baseline))
        {
            // Superscripts and mixed sizes: the word belongs to the latest line that it overlaps by half.
            var line = lines.Count > 0 && lines[^1].Takes(word) ? lines[^1] : null;
            if (line is null)
            {
                lines.Add(line = new PdfLine());
            }

            line.Add(word);
        }

        foreach (var line in lines)
        {
            line.Order();
        }

        return lines;
    }

    private bool Takes(PdfWord word)
    {
        var overlap = Math.Min(Bottom, word.Bottom) - Math.Max(Top, word.Top);
        var height = Math.Min(Bottom - Top, word.Bottom - word.Top);
        return Math.Abs(word.Baseline - Baseline) < 0.25f * Math.Max(Size, word.Size) || (height > 0 && overlap > 0.55f * height);
    }

    private void Add(PdfWord word)
    {
        _words.Add(word);
        (Left, Right) = (Math.Min(Left, word.Left), Math.Max(Right, word.Right));
        (Top, Bottom) = (Math.Min(Top, word.Top), Math.Max(Bottom, word.Bottom));
        if (word.Size >= Size)
        {
            (Size, Baseline) = (word.Size, word.Baseline);
        }
    }

    private void Order()
    {
        _words.Sort((a, b) => a.Left.CompareTo(b.Left));
        Size = _words.GroupBy(w => MathF.Round(w.Size, 1)).MaxBy(g => g.Sum(w => w.Text.Length))!.Key;
        var lettered = _words.Where(w => w.Text.Any(char.IsLetterOrDigit)).ToList();
        IsBold = lettered.Count > 0 && lettered.TrueForAll(w => w.IsBold);
        IsRightToLeft = _words.Count(w => w.IsRightToLeft) * 2 > lettered.Count && lettered.Count > 0;
        if (IsRightToLeft)
        {
            ReverseKeepingRuns();
        }
    }

    private void ReverseKeepingRuns()
    {
        _words.Reverse();
        for (var i = 0; i < _words.Count; i++)
        {
            var end = i;
            while (end < _words.Count && !_words[end].IsRightToLeft && _words[end].Text.Any(char.IsLetterOrDigit))
            {
                end++;
            }

            if (end > i)
            {
                _words.Reverse(i, end - i);
                i = end - 1;
            }
        }
    }
}
