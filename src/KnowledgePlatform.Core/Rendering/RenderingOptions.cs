using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Rendering;

/// <summary>How pictures of pages are made. Section "Rendering".</summary>
public sealed class RenderingOptions
{
    /// <summary>The program that renders: called with file, page and dpi, writes a PNG to standard output. See deploy/lib/render-page.</summary>
    public string Program { get; set; } = "";

    /// <summary>Folder of rendered pages; made when missing.</summary>
    [Required(ErrorMessage = "Rendering:CacheFolder is not set")]
    public string CacheFolder { get; set; } = "";

    /// <summary>Megabytes that rendered pages may take; beyond that the oldest are removed and rendered again when somebody looks. Default 2048.</summary>
    [Range(64, 1_000_000, ErrorMessage = "Rendering:CacheMegabytes must be 64 to 1000000")]
    public int CacheMegabytes { get; set; } = 2048;

    /// <summary>Seconds that one page may take. Default 30.</summary>
    [Range(1, 600)]
    public int Seconds { get; set; } = 30;

    /// <summary>Pages rendered at once. Default: one for each core.</summary>
    [Range(1, 64)]
    public int AtOnce { get; set; } = Environment.ProcessorCount;

    /// <summary>Largest picture in bytes. Default 20 MB.</summary>
    [Range(1000, int.MaxValue)]
    public int MaxBytes { get; set; } = 20_000_000;
}
