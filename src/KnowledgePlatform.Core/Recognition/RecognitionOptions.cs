using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Recognition;

/// <summary>How text is recognised in pictures of pages (OCR). Section "Recognition".</summary>
public sealed class RecognitionOptions
{
    /// <summary>The program that recognises: see deploy/lib/recognize-page. Empty: scans and pictures are listed as unreadable.</summary>
    public string Program { get; set; } = "";

    /// <summary>
    /// Languages that Tesseract has data for, by its own names, separated by blanks. The first is tried first; the others when its text looks like one of them, or
    /// like none. Default: those that deploy/run unpacks.
    /// </summary>
    [Required(ErrorMessage = "Recognition:Languages is empty")]
    [RegularExpression("[A-Za-z_ ]+", ErrorMessage = "Recognition:Languages holds names of Tesseract's languages, such as 'eng spa chi_sim', separated by blanks")]
    public string Languages { get; set; } = "eng spa fra deu ita por nld hin ara chi_sim jpn kor";

    /// <summary>Dots per inch at which pages are looked at. Default 300, what Tesseract's models were trained for.</summary>
    [Range(70, 600)]
    public int Resolution { get; set; } = 300;

    /// <summary>Seconds that one look at a page may take. Default 120.</summary>
    [Range(1, 3600)]
    public int Seconds { get; set; } = 120;

    /// <summary>Bytes of the picture of one page, which has one for each pixel. Default 100 million: an A1 sheet at 300 dots per inch has 70 million.</summary>
    [Range(1_000_000, 1_000_000_000)]
    public int MaxPictureBytes { get; set; } = 100_000_000;

    /// <summary>Pages recognised at once, by all workers of this process; each takes some three times the bytes of its picture. Default: one for each core.</summary>
    [Range(1, 256)]
    public int AtOnce { get; set; } = Environment.ProcessorCount;

    /// <summary>Minutes of recognition for one document; the pages after that are listed as not read. Default 120: some 3,000 pages on one core.</summary>
    [Range(1, 1440)]
    public int MinutesPerDocument { get; set; } = 120;

    /// <summary>Below this mean confidence (0 to 100) the page is tried turned and in other scripts. Default 60.</summary>
    [Range(0, 100)]
    public int DoubtfulBelow { get; set; } = 60;

    internal IReadOnlyList<string> LanguageNames => Languages.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
