using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.Core.Files;

/// <summary>Where stored originals lie and how large one may be. Section "Files".</summary>
public sealed class FileStoreOptions
{
    /// <summary>Folder of the originals; made when missing.</summary>
    [Required(ErrorMessage = "Files:Folder is not set: the folder for stored originals")]
    public string Folder { get; set; } = "";

    /// <summary>Largest file in bytes. Default 500 MB: scans of whole case files stay below it.</summary>
    [Range(1, long.MaxValue)]
    public long MaxBytes { get; set; } = 500L * 1000 * 1000;
}
