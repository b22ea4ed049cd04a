namespace KnowledgePlatform.Parsers.Pdf;

/// <summary>A row of a table.</summary>
/// <param name="Cells">Its cells, those that are empty too; each is lines of words in reading order.</param>
internal sealed record TableRow(IReadOnlyList<IReadOnlyList<IReadOnlyList<PdfWord>>> Cells)
{
    /// <summary>A cell's lines.</summary>
    public static IReadOnlyList<IReadOnlyList<PdfWord>> Cell(IEnumerable<PdfWord> words) => [.. PdfLine.Build(words).Select(line => line.Words)];
}
