using System.IO.Compression;
using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>
/// A workbook saved as Strict Open XML (ISO/IEC 29500-1) in the transitional form, which the library reads: the names of the XML namespaces differ and nothing
/// else that we read.
/// </summary>
internal static class StrictWorkbook
{
    private const int RootWithin = 64 * 1024; // characters; Excel's root elements have some 1,000

    private static readonly (string Strict, string Transitional)[] Names =
    [
        ("http://purl.oclc.org/ooxml/spreadsheetml/main", "http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
        ("http://purl.oclc.org/ooxml/officeDocument/relationships", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ];

    /// <summary>True when the workbook's main part is in the strict form.</summary>
    public static bool IsStrict(ZipArchive archive)
    {
        if (archive.GetEntry("xl/workbook.xml") is not { } workbook)
        {
            return false;
        }

        var beginning = new char[RootWithin];
        using var reader = new StreamReader(workbook.Open());
        return beginning.AsSpan(0, reader.ReadBlock(beginning)).IndexOf(Names[0].Strict) >= 0;
    }

    /// <summary>The workbook in the transitional form, in memory.</summary>
    /// <exception cref="RefusedException">It unpacks to more than is accepted.</exception>
    public static Stream ToTransitional(ZipArchive archive, ParseLimits limits)
    {
        var copy = new MemoryStream();
        using (var target = new ZipArchive(copy, ZipArchiveMode.Create, leaveOpen: true))
        {
            var left = limits.MaxUnpackedBytes;
            foreach (var entry in archive.Entries.Where(IsRead))
            {
                using var reader = new StreamReader(entry.Open());
                using var writer = new StreamWriter(target.CreateEntry(entry.FullName, CompressionLevel.Fastest).Open(), new UTF8Encoding(false));
                left = Copy(reader, writer, entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase), left);
            }
        }

        copy.Position = 0;
        return copy;
    }

    // Relationships say the namespaces everywhere, the other parts in their root element; after it they are what somebody typed.
    private static long Copy(StreamReader reader, StreamWriter writer, bool isRelations, long left)
    {
        var buffer = new char[RootWithin];
        var isFirst = true;
        int read;
        while ((read = reader.ReadBlock(buffer)) > 0)
        {
            left -= read;
            if (left < 0)
            {
                throw new RefusedException(ParseCodes.UnpacksTooLarge, "The workbook unpacks to more than is accepted.");
            }

            var text = new string(buffer, 0, read);
            writer.Write(isRelations ? Renamed(text) : isFirst ? WithRootRenamed(text) : text);
            isFirst = false;
        }

        return left;
    }

    private static string WithRootRenamed(string text)
    {
        var root = text.IndexOf('<', StringComparison.Ordinal);
        while (root >= 0 && root + 1 < text.Length && text[root + 1] is '?' or '!')
        {
            root = text.IndexOf('<', root + 1);
        }

        var end = root < 0 ? -1 : text.IndexOf('>', root);
        return end < 0 ? Renamed(text) : Renamed(text[..end]) + text[end..];
    }

    private static string Renamed(string text) => Names.Aggregate(text, (changed, name) => changed.Replace(name.Strict, name.Transitional, StringComparison.Ordinal));

    private static bool IsRead(ZipArchiveEntry entry) =>
        entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase);
}
