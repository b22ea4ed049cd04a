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
}

/// <summary>What is known of a document as a whole; its language is found later, from its text.</summary>
/// <param name="Kind">The format found.</param>
/// <param name="Title">Title out of the file's own properties, or null; at most 300 characters.</param>
/// <param name="PageCount">Pages of the file, 0 where it has none or the number is not known before reading.</param>
public sealed record DocumentInfo(DocumentKind Kind, string? Title, int PageCount);
