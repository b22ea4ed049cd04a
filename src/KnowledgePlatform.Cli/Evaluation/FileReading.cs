using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>What reading one file gave.</summary>
/// <param name="Name">Path below the folder.</param>
/// <param name="Kind">The format found; null when reading ended before that was known.</param>
/// <param name="Outcome">How it ended; null when it did not end within the limit and some patience: then it hangs.</param>
/// <param name="Seconds">From the start of the child to its end.</param>
/// <param name="Pages">Pages or parts read.</param>
/// <param name="Words">Words in them.</param>
/// <param name="Skipped">What was not read, and why.</param>
/// <param name="PopplerF1">Agreement with pdftotext, for PDFs of which poppler reads text; else null.</param>
internal sealed record FileReading(
    string Name, DocumentKind? Kind, ParseOutcome? Outcome, double Seconds, int Pages, int Words, IReadOnlyList<Skipped> Skipped, double? PopplerF1)
{
    /// <summary>Agreement with LibreOffice's conversion to text, for DOCX, PPTX and XLSX where LibreOffice is installed; else null.</summary>
    public double? OfficeF1 { get; init; }

    public bool IsRead => Outcome?.Status == ParseStatus.Completed;

    public bool IsPartial => Outcome?.Status == ParseStatus.Partial || (Outcome?.Status is ParseStatus.TimedOut or ParseStatus.OutOfMemory or ParseStatus.TooMuchOutput && Pages > 0);

    public bool Hangs => Outcome is null;

    // A child that crashed says nothing about the file: it is lost, unless what was read before stands.
    public bool IsLost => Outcome is { Status: ParseStatus.Crashed } && Pages == 0;

    public bool IsRefused => !IsRead && !IsPartial && !Hangs && !IsLost;
}
