using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Documents;

/// <summary>What one page shows.</summary>
internal sealed class PdfPageBuilder(PdfBuilder document)
{
    private readonly StringBuilder _content = new();

    /// <summary>A4 upright unless said otherwise.</summary>
    public string MediaBox { get; set; } = "[0 0 595 842]";

    /// <summary>Added to the page, such as "/Rotate 90".</summary>
    public string Entries { get; set; } = "";

    /// <summary>Added to the page's resources.</summary>
    public string Resources { get; set; } = "";

    /// <summary>The content stream.</summary>
    public string Content => _content.ToString();

    /// <summary>The document, for objects that the page refers to.</summary>
    public PdfBuilder Document => document;

    /// <summary>Draws text with its baseline starting at x, y; <paramref name="font"/> is F1 regular, F2 bold, F3 with ligatures.</summary>
    public PdfPageBuilder Text(double x, double y, double size, string text, string font = "F1", int mode = 0) =>
        Raw(Invariant($"BT /{font} {size} Tf {mode} Tr {x} {y} Td ({Escape(text)}) Tj ET"));

    /// <summary>Draws lines one below the other.</summary>
    public PdfPageBuilder Lines(double x, double y, double size, double leading, params string[] lines)
    {
        foreach (var line in lines)
        {
            Text(x, y, size, line);
            y -= leading;
        }

        return this;
    }

    /// <summary>Draws text turned counter-clockwise by right angles.</summary>
    public PdfPageBuilder Turned(double x, double y, double size, int degrees, string text, string font = "F1")
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return Raw(Invariant($"BT /{font} {size} Tf {Math.Round(cos, 6)} {Math.Round(sin, 6)} {Math.Round(-sin, 6)} {Math.Round(cos, 6)} {x} {y} Tm ({Escape(text)}) Tj ET"));
    }

    /// <summary>Adds operators as they are.</summary>
    public PdfPageBuilder Raw(string operators)
    {
        _content.Append(operators).Append('\n');
        return this;
    }

    /// <summary>Covers the page with a grey picture of one pixel, as a scan does.</summary>
    public PdfPageBuilder Picture()
    {
        var image = document.AddStream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", [0x80]);
        Resources += $" /XObject << /Im{image} {image} 0 R >>";
        return Raw($"q 595 0 0 842 0 0 cm /Im{image} Do Q");
    }

    /// <summary>Adds annotations.</summary>
    public PdfPageBuilder Annotations(params int[] numbers)
    {
        Entries += $" /Annots [{string.Join(' ', numbers.Select(number => $"{number} 0 R"))}]";
        return this;
    }

    // WinAnsiEncoding has its bullet at 0x95.
    private static string Escape(string text) => text.Replace("\u2022", "\u0095", StringComparison.Ordinal).Replace("\\", @"\\", StringComparison.Ordinal).Replace("(", @"\(", StringComparison.Ordinal).Replace(")", @"\)", StringComparison.Ordinal);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
