using System.Globalization;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using UglyToad.PdfPig.Content;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Who wrote a document and on what day, as it says itself; both may be unknown, and both may be wrong: a template's author, a clock that stood.</summary>
/// <param name="Author">For a person to read, or null.</param>
/// <param name="Day">In the writer's own time zone, or null.</param>
internal readonly record struct Origin(string? Author, DateOnly? Day)
{
    private const int LongestAuthor = 200;

    // What programs write where nobody gave a name.
    private static readonly HashSet<string> Nobody = new(StringComparer.OrdinalIgnoreCase)
    {
        "unknown", "anonymous", "author", "user", "admin", "administrator", "owner", "default", "microsoft office user", "windows user", "python-docx", "openpyxl", "un-named", "none", "n/a",
    };

    // Before it no file was written: a day of 1601 or 1900 is a zero of some clock.
    private static readonly DateOnly Earliest = new(1970, 1, 2);

    /// <summary>The same as it may be sent and kept.</summary>
    public Origin Clean()
    {
        var author = Author is null ? "" : TextCleaner.Line(Author).Trim('"', '\'', ' ', ';', ',');
        var isName = author.Any(char.IsLetter) && !author.Contains('\uFFFD', StringComparison.Ordinal) && !Nobody.Contains(author);
        return new Origin(isName ? TextCleaner.CutAt(author, LongestAuthor) : null, Day >= Earliest ? Day : null);
    }

    /// <summary>Out of the properties of an Office package.</summary>
    public static Origin Of(OpenXmlPackage package)
    {
        try
        {
            var properties = package.PackageProperties;
            return new Origin(properties.Creator, Date(properties.Created ?? properties.Modified));
        }
        catch (Exception fault) when (fault is FormatException or XmlException or InvalidOperationException)
        {
            // A day that is none; the text is read all the same.
            return default;
        }
    }

    /// <summary>Out of the properties of a PDF.</summary>
    public static Origin Of(DocumentInformation properties) =>
        new(properties.Author, Date((properties.GetCreatedDateTimeOffset() ?? properties.GetModifiedDateTimeOffset())?.DateTime));

    /// <summary>A name and a day as text, such as 2026-11-27T09:30:00+01:00; what is no day counts for none.</summary>
    public static Origin Of(string? author, string? day) => new(
        author, day is { Length: >= 10 } && DateOnly.TryParseExact(day.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read) ? read : null);

    private static DateOnly? Date(DateTime? moment) => moment is { } known ? DateOnly.FromDateTime(known) : null;
}
