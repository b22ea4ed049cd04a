using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>Writes a PDF of many pages of plain text, to see what memory reading one takes.</summary>
internal static class LongPdf
{
    private const int LinesPerPage = 46;
    private const int WordsPerLine = 10;
    private const int Seed = 2026;

    private static readonly string[] Vocabulary =
        "the tenant shall pay to landlord on each quarter day rent payable under this lease without deduction and patient was admitted with fever while treatment continued".Split(' ');

    /// <summary>Writes it; the same bytes every time.</summary>
    public static void Write(Stream output, int pages)
    {
        var random = new Random(Seed);
        var offsets = new List<long>();
        void Raw(string text) => output.Write(Encoding.Latin1.GetBytes(text));
        void Object(string body)
        {
            offsets.Add(output.Position);
            Raw(string.Create(CultureInfo.InvariantCulture, $"{offsets.Count} 0 obj\n{body}\nendobj\n"));
        }

        Raw("%PDF-1.4\n");
        Object("<< /Type /Catalog /Pages 2 0 R >>");
        Object($"<< /Type /Pages /Count {pages} /Kids [{string.Join(' ', Enumerable.Range(0, pages).Select(page => $"{4 + (2 * page)} 0 R"))}] >>");
        Object("<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>");
        for (var page = 0; page < pages; page++)
        {
            var content = Content(random, page + 1);
            Object($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + (2 * page)} 0 R >>");
            Object($"<< /Length {content.Length} >>\nstream\n{content}\nendstream");
        }

        var start = output.Position;
        Raw($"xref\n0 {offsets.Count + 1}\n0000000000 65535 f \n{string.Concat(offsets.Select(offset => $"{offset:D10} 00000 n \n"))}");
        Raw($"trailer\n<< /Size {offsets.Count + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    }

    private static string Content(Random random, int number)
    {
        var content = new StringBuilder("BT /F1 11 Tf 14 TL 72 770 Td\n");
        for (var line = 0; line < LinesPerPage; line++)
        {
            content.Append('(').AppendJoin(' ', Enumerable.Range(0, WordsPerLine).Select(_ => Vocabulary[random.Next(Vocabulary.Length)])).Append(") Tj T*\n");
        }

        return content.Append(CultureInfo.InvariantCulture, $"(Page {number}) Tj ET").ToString();
    }
}
