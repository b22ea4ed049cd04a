using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Office;

/// <summary>The container of Office before 2007; Office today wraps a document with a password in it.</summary>
internal static class OleContent
{
    // Stream names lie in the directory, as UTF-16; its sectors may lie anywhere, so the whole file is searched, to this length.
    private const int SearchedBytes = 16 << 20;

    /// <summary>The format in the container.</summary>
    /// <exception cref="RefusedException">It is not read, or protected.</exception>
    public static DocumentKind Detect(SourceFile file)
    {
        ReadOnlySpan<byte> bytes = file.Head(SearchedBytes);
        if (Has(bytes, "EncryptedPackage"))
        {
            throw new RefusedException(ParseCodes.PasswordRequired, "The document is protected with a password. Remove the password and upload it again.");
        }

        // What is asked first may hold what is asked later: a workbook in a message, a presentation or a document.
        var what = Has(bytes, "__properties_version1.0") ? "an Outlook message (.msg)"
            : Has(bytes, "WordDocument") ? "a Word document of the old kind (.doc)"
            : Has(bytes, "PowerPoint Document") ? "a presentation of the old kind (.ppt)"
            : Has(bytes, "Workbook") || Has(bytes, "Book") ? null
            : "an Office file of an old kind";
        return what is null ? DocumentKind.Sheets : throw new RefusedException(ParseCodes.FormatNotSupported, $"The file is {what}; this format cannot be read yet.");
    }

    private static bool Has(ReadOnlySpan<byte> bytes, string name) => bytes.IndexOf(Encoding.Unicode.GetBytes(name)) >= 0;
}
