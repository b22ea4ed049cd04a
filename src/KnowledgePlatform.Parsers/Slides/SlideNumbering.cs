using System.Globalization;
using KnowledgePlatform.Parsers.Reading;
using Drawing = DocumentFormat.OpenXml.Drawing;

namespace KnowledgePlatform.Parsers.Slides;

/// <summary>Counts the numbered paragraphs of one text (a:buAutoNum, ECMA-376 Part 1, 21.1.2.4.1); a paragraph without a number ends the lists of its level and below.</summary>
internal sealed class SlideNumbering
{
    private const int Levels = 9;

    private readonly (string Format, int Count)[] _levels = new (string, int)[Levels];

    /// <summary>The marker, "" for a paragraph without; call once for each paragraph with text, in order.</summary>
    public string MarkerOf(Drawing.Paragraph paragraph)
    {
        var level = Math.Clamp(paragraph.ParagraphProperties?.Level?.Value ?? 0, 0, Levels - 1);
        Array.Clear(_levels, level + 1, Levels - level - 1);
        if (paragraph.ParagraphProperties?.GetFirstChild<Drawing.AutoNumberedBullet>() is not { Type.InnerText: { Length: > 0 } format } numbered)
        {
            _levels[level] = default;
            return "";
        }

        var count = _levels[level].Format == format ? _levels[level].Count + 1 : Math.Clamp(numbered.StartAt?.Value ?? 1, 1, short.MaxValue);
        _levels[level] = (format, count);
        return Write(format, count);
    }

    // "arabicPeriod", "alphaLcParenR", "romanUcParenBoth": a numeral and what stands around it.
    private static string Write(string format, int number)
    {
        var numeral = format.StartsWith("alphaLc", StringComparison.Ordinal) ? Numerals.Letters(number)
            : format.StartsWith("alphaUc", StringComparison.Ordinal) ? Numerals.Letters(number).ToUpperInvariant()
            : format.StartsWith("romanLc", StringComparison.Ordinal) ? Numerals.Roman(number)
            : format.StartsWith("romanUc", StringComparison.Ordinal) ? Numerals.Roman(number).ToUpperInvariant()
            : number.ToString(CultureInfo.InvariantCulture);
        return format.EndsWith("ParenBoth", StringComparison.Ordinal) ? $"({numeral})"
            : format.EndsWith("ParenR", StringComparison.Ordinal) ? numeral + ")"
            : format.EndsWith("Plain", StringComparison.Ordinal) ? numeral
            : numeral + ".";
    }
}
