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
            CheckSize(archive, limits);
            var names = archive.Entries.Select(entry => entry.FullName.Replace('\\', '/').TrimStart('/')).ToHashSet(StringComparer.OrdinalIgnoreCase);
            return names.Contains("[Content_Types].xml") ? Office(names) : throw NotSupported(Other(archive, names));
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

    private static string Other(ZipArchive archive, HashSet<string> names)
    {
        if (!names.Contains("mimetype") || archive.GetEntry("mimetype") is not { Length: < 200 } entry)
        {
            return "an archive (ZIP)";
        }

        using var reader = new StreamReader(entry.Open(), Encoding.ASCII);
        var type = reader.ReadToEnd();
        return type.Contains("opendocument", StringComparison.Ordinal) ? "an OpenDocument file"
            : type.Contains("epub", StringComparison.Ordinal) ? "an electronic book (EPUB)" : "an archive (ZIP)";
    }

    private static RefusedException NotSupported(string what) =>
        new(ParseCodes.FormatNotSupported, $"The file is {what}; this format cannot be read yet.");
}
