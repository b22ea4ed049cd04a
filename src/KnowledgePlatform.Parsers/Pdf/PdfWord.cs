using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>
/// A word of a page. <see cref="Left"/> to <see cref="Baseline"/> are in the word's own upright frame (x along its line, y downwards), so that
/// turned text is laid out by the same code; <see cref="Box"/> is where it stands on the page.
/// </summary>
internal sealed record PdfWord(string Text, Box Box, float Left, float Top, float Right, float Bottom, float Baseline, float Size, bool IsBold, int Angle)
{
    /// <summary>True when no space parts the word from the one drawn before it: a raised or lowered part, small capitals.</summary>
    public bool IsAttached { get; init; }

    /// <summary>The table that this word stands for, with all the words in it; null for a word.</summary>
    public RuledTable? Table { get; init; }

    /// <summary>Width along the line.</summary>
    public float Width => Right - Left;

    /// <summary>True when letters written from right to left prevail.</summary>
    public bool IsRightToLeft { get; } = Bidi.IsRightToLeft(Text);
}

/// <summary>What a page holds before it is laid out.</summary>
/// <param name="Number">Number of the page from 1.</param>
/// <param name="Width">Width in points.</param>
/// <param name="Height">Height in points.</param>
/// <param name="Words">Its words in the order in which they are drawn.</param>
/// <param name="IsPicture">True when its text is to be recognised in its picture.</param>
/// <param name="Rulings">Its straight lines.</param>
internal sealed record PdfPageContent(int Number, float Width, float Height, IReadOnlyList<PdfWord> Words, bool IsPicture, Rulings Rulings)
{
    /// <summary>How the file names the page, when not by its number.</summary>
    public string? Label { get; init; }

    /// <summary>Numbers of its lines, which are not among its words.</summary>
    public IReadOnlyList<LineNumber> LineNumbers { get; init; } = [];
}
