using System.IO.Compression;
using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Office;

/// <summary>Tells zipped formats apart by their entries and refuses archives that unpack to too much.</summary>
internal static class ZipContent
{
    /// <summary>The format inside the archive.</summary>
    /// <exception cref="RefusedException">Not a document that is read, damaged, or too large once unpacked.</exception>
    public static DocumentKind Detect(SourceFile file, ParseLimits limits)
    {
        try
        {
            using var archive = ZipFile.OpenRead(file.Path);
            var names = archive.Entries.Select(entry => entry.FullName.Replace('\\', '/').TrimStart('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var format = names.Contains("[Content_Types].xml") ? Office(names) : Other(archive);
            if (format != DocumentKind.Archive)
            {
                // An archive of files has limits of its own, which leave what was read before.
                CheckSize(archive, limits);
            }

            return format;
        }
        catch (InvalidDataException)
        {
            throw new RefusedException(ParseCodes.Damaged, "The file is cut off or damaged: its packed content cannot be opened. Upload the original again.");
        }
    }

    private static DocumentKind Office(HashSet<string> names)
    {
        bool Any(string folder) => names.Any(name => name.StartsWith(folder, StringComparison.OrdinalIgnoreCase));
        if (Any("word/"))
        {
            return DocumentKind.Word;
        }

        if (Any("ppt/"))
        {
            return DocumentKind.Slides;
        }

        if (Any("xl/"))
        {
            return DocumentKind.Sheets;
        }

        throw NotSupported("an Office document of another kind");
    }

    private static void CheckSize(ZipArchive archive, ParseLimits limits)
    {
        long size = 0;
        var count = 0;
        foreach (var entry in archive.Entries)
        {
            size += entry.Length;
            if (++count > limits.MaxZipEntries || size > limits.MaxUnpackedBytes)
            {
                throw new RefusedException(ParseCodes.UnpacksTooLarge,
                    $"The file unpacks to more than is accepted ({limits.MaxUnpackedBytes >> 20} MiB or {limits.MaxZipEntries:N0} parts).");
            }
        }
    }

    private static DocumentKind Other(ZipArchive archive)
    {
        const string OpenDocument = "application/vnd.oasis.opendocument.";
        var type = TypeOf(archive);
        if (!type.StartsWith(OpenDocument, StringComparison.Ordinal))
        {
            return type.Contains("epub", StringComparison.Ordinal) ? throw NotSupported("an electronic book (EPUB)")
                : type.StartsWith("application/vnd.sun.xml", StringComparison.Ordinal) ? throw NotSupported("a document of OpenOffice 1") : DocumentKind.Archive;
        }

        // "text", "text-template", "text-master".
        return type[OpenDocument.Length..].Split('-')[0].Trim() switch
        {
            "text" => DocumentKind.OpenDocumentText,
            "spreadsheet" => DocumentKind.OpenDocumentSheets,
            "presentation" => DocumentKind.OpenDocumentSlides,
            _ => throw NotSupported("an OpenDocument file of another kind"),
        };
    }

    private static string TypeOf(ZipArchive archive)
    {
        if (archive.GetEntry("mimetype") is not { Length: < 200 } entry)
        {
            return "";
        }

        using var reader = new StreamReader(entry.Open(), Encoding.ASCII);
        var type = new char[200];
        return new string(type, 0, reader.ReadBlock(type));
    }

    private static RefusedException NotSupported(string what) =>
        new(ParseCodes.FormatNotSupported, $"The file is {what}; this format cannot be read yet.");
}
