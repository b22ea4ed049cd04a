using System.Text.Json.Serialization;

namespace KnowledgePlatform.ParserProtocol;

/// <summary>What a file turned out to be, by its content.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DocumentKind>))]
public enum DocumentKind
{
    /// <summary>None of the formats that are read.</summary>
    Unknown,

    /// <summary>PDF.</summary>
    Pdf,

    /// <summary>Word, Office Open XML.</summary>
    Word,

    /// <summary>Plain text.</summary>
    Text,

    /// <summary>Markdown.</summary>
    Markdown,

    /// <summary>HTML.</summary>
    Html,

    /// <summary>PowerPoint, Office Open XML.</summary>
    Slides,

    /// <summary>Excel, Office Open XML or the binary format before it.</summary>
    Sheets,

    /// <summary>An e-mail message (RFC 5322, MIME).</summary>
    Mail,

    /// <summary>A picture of one or more pages: PNG, JPEG, TIFF, BMP, WebP, GIF.</summary>
    Picture,

    /// <summary>Rich Text (RTF).</summary>
    RichText,

    /// <summary>Delimited text: a table as CSV or TSV.</summary>
    Table,

    /// <summary>An OpenDocument text (ODT).</summary>
    OpenDocumentText,

    /// <summary>An OpenDocument spreadsheet (ODS).</summary>
    OpenDocumentSheets,

    /// <summary>An OpenDocument presentation (ODP).</summary>
    OpenDocumentSlides,

    /// <summary>A message of Outlook (MSG).</summary>
    OutlookMail,

    /// <summary>A Word document of the format before 2007 (DOC); it is read once it is converted.</summary>
    OldWord,

    /// <summary>A presentation of the format before 2007 (PPT); it is read once it is converted.</summary>
    OldSlides,

    /// <summary>An archive (ZIP) of files.</summary>
    Archive,

    /// <summary>A sound recording (WAV, MP3, M4A, OGG, FLAC), or a film (MP4) of which the sound is taken; it is read once it is transcribed.</summary>
    Recording,
}

/// <summary>What is known of a document as a whole; its language is found later, from its text.</summary>
/// <param name="Kind">The format found.</param>
/// <param name="Title">Title out of the file's own properties, or null; at most 300 characters.</param>
/// <param name="PageCount">Pages of the file, 0 where it has none or the number is not known before reading.</param>
public sealed record DocumentInfo(DocumentKind Kind, string? Title, int PageCount)
{
    /// <summary>Who wrote it, out of the file's own properties or its head, or null; at most 200 characters.</summary>
    public string? Author { get; init; }

    /// <summary>The day it bears, in the writer's own time zone where the file names one; null when it bears none.</summary>
    public DateOnly? Dated { get; init; }
}
