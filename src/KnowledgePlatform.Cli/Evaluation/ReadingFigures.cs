using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>Takes the files of a folder as they are read and compares what can be compared: boxes with poppler's, PDFs with text files of the same name, scans with excerpts.</summary>
/// <param name="excerpts">Folder of NAME.txt, each what a person reads in the scan NAME.pdf, NAME.png and so on; need not be there.</param>
internal sealed class ReadingFigures(string excerpts)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _pdfs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _texts = new(StringComparer.Ordinal);
    private readonly List<ScanAccuracy> _scans = [];

    /// <summary>Boxes beside poppler's.</summary>
    public WordPositions Positions { get; } = new();

    /// <summary>Scans with an excerpt.</summary>
    public IReadOnlyList<ScanAccuracy> Scans => _scans;

    /// <summary>PDFs beside which a text file of the same name lies, with the similarity of both.</summary>
    public IReadOnlyList<(string Name, double Similarity)> Twins() =>
        [.. _pdfs.Where(pdf => _texts.ContainsKey(pdf.Key)).OrderBy(pdf => pdf.Key, StringComparer.Ordinal).Select(pdf => (pdf.Key + ".pdf", WordOrder.Similarity(pdf.Value, _texts[pdf.Key])))];

    /// <summary>Takes a file that was read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">Path below the folder.</param>
    /// <param name="kind">Its format.</param>
    /// <param name="pages">What was read.</param>
    /// <param name="words">The words of the pages.</param>
    /// <param name="cancellationToken">Ends the comparison.</param>
    public async Task TakeAsync(string path, string name, DocumentKind? kind, IReadOnlyList<ParsedPage> pages, IReadOnlyList<string> words, CancellationToken cancellationToken)
    {
        var key = Path.ChangeExtension(name, null);
        var isRecognized = pages.Any(page => page.Confidences is not null);
        if (kind == DocumentKind.Text)
        {
            _texts[key] = words;
        }
        else if (kind == DocumentKind.Pdf && !isRecognized)
        {
            _pdfs[key] = words;
            Positions.Add(name, pages, await PopplerText.ReadAsync(path, ["-bbox", "-cropbox"], cancellationToken).ConfigureAwait(false) ?? "");
        }

        var excerpt = Path.Combine(excerpts, Path.GetFileNameWithoutExtension(path) + ".txt");
        if (isRecognized && File.Exists(excerpt))
        {
            var expected = WordAgreement.Words(await File.ReadAllTextAsync(excerpt, cancellationToken).ConfigureAwait(false));
            _scans.Add(new ScanAccuracy(name, expected.Count, WordOrder.Accuracy(expected, words)));
        }
    }
}

/// <summary>A scan beside an excerpt of what a person reads in it.</summary>
/// <param name="Name">Path below the folder.</param>
/// <param name="Words">Words of the excerpt.</param>
/// <param name="Accuracy">See <see cref="WordOrder.Accuracy"/>.</param>
internal sealed record ScanAccuracy(string Name, int Words, double Accuracy);
