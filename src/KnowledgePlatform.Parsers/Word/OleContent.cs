using System.Text;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>The container of Office before 2007; Office today wraps a document with a password in it.</summary>
internal static class OleContent
{
    // Stream names lie in the directory, as UTF-16; its sectors may lie anywhere, so the whole file is searched, to this length.
    private const int SearchedBytes = 16 << 20;

    /// <summary>Why such a file is not read.</summary>
    public static RefusedException Refusal(SourceFile file)
    {
        ReadOnlySpan<byte> bytes = file.Head(SearchedBytes);
        if (Has(bytes, "EncryptedPackage"))
        {
            return new RefusedException(ParseCodes.PasswordRequired, "The document is protected with a password. Remove the password and upload it again.");
        }

        var what = Has(bytes, "WordDocument") ? "a Word document of the old kind (.doc)"
            : Has(bytes, "Workbook") || Has(bytes, "Book") ? "a spreadsheet of the old kind (.xls)"
            : Has(bytes, "PowerPoint Document") ? "a presentation of the old kind (.ppt)"
            : Has(bytes, "__properties_version1.0") ? "an Outlook message (.msg)"
            : "an Office file of an old kind";
        return new RefusedException(ParseCodes.FormatNotSupported, $"The file is {what}; this format cannot be read yet.");
    }

    private static bool Has(ReadOnlySpan<byte> bytes, string name) => bytes.IndexOf(Encoding.Unicode.GetBytes(name)) >= 0;
}
