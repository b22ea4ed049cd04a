using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Conversion;

/// <summary>How documents of Office before 2007 are converted, by a LibreOffice that the operator has installed, so that they can be read. Section "Conversion".</summary>
public sealed class ConversionOptions
{
    // Where Debian's packages, a build of one's own and the packages of the project put it.
    private static readonly string[] UsualPlaces = ["/usr/bin/soffice", "/usr/local/bin/soffice", "/opt/libreoffice/program/soffice"];

    /// <summary>The program that converts: see deploy/lib/convert-office. Empty (the default): documents of the old formats are refused, with the reason.</summary>
    public string Program { get; set; } = "";

    /// <summary>
    /// Path of LibreOffice's soffice. Empty (the default): where it usually lies (/usr/bin, /usr/local/bin, /opt/libreoffice), if it is there. It must lie below /usr or /opt,
    /// for the sandbox sees nothing else.
    /// </summary>
    public string LibreOffice { get; set; } = "";

    /// <summary>Seconds that one conversion may take, as time and as CPU. Default 120: a contract of 300 pages takes some 10.</summary>
    [Range(5, 3600)]
    public int Seconds { get; set; } = 120;

    /// <summary>Bytes of the converted document. Default 200 million.</summary>
    [Range(1_000_000, 2_000_000_000)]
    public int MaxBytes { get; set; } = 200_000_000;

    /// <summary>Conversions at once, by all workers of this process; each takes some 300 MB. Default 1.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = 1;

    /// <summary>The soffice that is used; null when there is none.</summary>
    public string? FindLibreOffice() =>
        LibreOffice.Length > 0 ? (File.Exists(LibreOffice) ? LibreOffice : null)
        : UsualPlaces.Concat(Directory.Exists("/opt") ? Directory.EnumerateDirectories("/opt", "libreoffice*").Order(StringComparer.Ordinal).Select(folder => Path.Combine(folder, "program", "soffice")) : [])
            .FirstOrDefault(File.Exists);
}
