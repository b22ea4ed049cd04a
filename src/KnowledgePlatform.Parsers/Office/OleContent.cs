using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Office;

/// <summary>Tells apart what the container of Office before 2007 holds; Office today wraps a document with a password in it, Outlook writes messages so.</summary>
internal static class OleContent
{
    /// <summary>The format in the container.</summary>
    /// <exception cref="RefusedException">It is not read, protected, or damaged.</exception>
    public static DocumentKind Detect(SourceFile file)
    {
        var names = Names(file);
        if (names.Contains("EncryptedPackage"))
        {
            throw new RefusedException(ParseCodes.PasswordRequired, "The document is protected with a password.");
        }

        if (names.Contains("__properties_version1.0"))
        {
            return DocumentKind.OutlookMail;
        }

        if (names.Contains("Workbook") || names.Contains("Book"))
        {
            return DocumentKind.Sheets;
        }

        return names.Contains("WordDocument") ? DocumentKind.OldWord
            : names.Contains("PowerPoint Document") ? DocumentKind.OldSlides
            : throw new RefusedException(ParseCodes.FormatNotSupported, "The file is an Office file of an old kind; this format cannot be read yet.");
    }

    private static HashSet<string> Names(SourceFile file)
    {
        try
        {
            using var stream = File.OpenRead(file.Path);
            var container = CompoundFile.Open(stream);
            return container.Children(container.Root).Select(entry => entry.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            throw new RefusedException(ParseCodes.Damaged, "The file is cut off or damaged: its directory cannot be read. Upload the original again.");
        }
    }
}
