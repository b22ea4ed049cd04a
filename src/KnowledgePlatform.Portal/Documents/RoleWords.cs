using System.Globalization;
using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Portal.Documents;

/// <summary>Roles and states as people read them.</summary>
internal static class RoleWords
{
    /// <summary>What a role allows.</summary>
    public static string Of(CollectionRole role) => role switch
    {
        CollectionRole.Manager => "Manage",
        CollectionRole.Contributor => "Add and delete",
        _ => "Read and ask",
    };

    /// <summary>A format by the name that people use.</summary>
    public static string OfFormat(string? format) => format switch
    {
        null => "not known yet",
        "pdf" => "PDF",
        "picture" => "Picture",
        "html" => "HTML",
        "slides" => "Presentation",
        "sheets" => "Spreadsheet",
        "mail" => "E-mail",
        "outlookmail" => "E-mail (Outlook)",
        "text" => "Plain text",
        "richtext" => "Rich Text",
        "table" => "Table (CSV)",
        "archive" => "Archive (ZIP)",
        "opendocumenttext" => "OpenDocument text",
        "opendocumentsheets" => "OpenDocument spreadsheet",
        "opendocumentslides" => "OpenDocument presentation",
        _ => char.ToUpperInvariant(format[0]) + format[1..],
    };

    /// <summary>A type of documents (<see cref="DocumentTypes"/>) by the name that people use; what is none stays as it is.</summary>
    public static string OfType(string type) => type switch
    {
        "pdf" => "PDF",
        "docx" => "Word (docx)",
        "doc" => "Word (doc)",
        "xlsx" => "Excel",
        "pptx" => "PowerPoint (pptx)",
        "ppt" => "PowerPoint (ppt)",
        "mail" => "E-mail",
        "picture" => "Picture",
        "recording" => "Recording",
        "txt" => "Plain text",
        "md" => "Markdown",
        "rtf" => "Rich Text",
        "zip" => "Archive (ZIP)",
        "html" or "csv" or "odt" or "ods" or "odp" => type.ToUpperInvariant(),
        _ => type,
    };

    /// <summary>A language by its English name; what has no name stays as it is.</summary>
    public static string OfLanguage(string? code)
    {
        try
        {
            return string.IsNullOrEmpty(code) ? "not known" : CultureInfo.GetCultureInfo(code).EnglishName;
        }
        catch (CultureNotFoundException)
        {
            return code!;
        }
    }

    /// <summary>What a document's state means to the person who waits for it.</summary>
    public static string OfState(string state) => state switch
    {
        "received" => "Waiting",
        "parsed" => "Read, being cut into passages",
        "chunked" => "Being indexed",
        "embedded" => "Being published",
        "published" => "Published",
        "superseded" => "Replaced by a newer version",
        _ => "Could not be read",
    };
}
