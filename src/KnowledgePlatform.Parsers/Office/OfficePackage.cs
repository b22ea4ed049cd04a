using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Office;

/// <summary>Opens a package of Office Open XML, once <see cref="PackageNesting"/> looked through it.</summary>
internal static class OfficePackage
{
    /// <summary>Opens the file for reading.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sink">Knows the limits of nesting and of unpacked size, and hears of damaged parts.</param>
    /// <param name="open">The library's own opening: content, not editable, settings.</param>
    /// <param name="what">What a person calls it, such as "Word document".</param>
    /// <exception cref="RefusedException">Damaged, nested too deeply, or unpacks to more than is accepted.</exception>
    public static T Open<T>(SourceFile file, DocumentSink sink, Func<Stream, bool, OpenSettings, T> open, string what)
        where T : OpenXmlPackage
    {
        var package = new PackageRepair(file, PackageNesting.Check(file, sink));
        try
        {
            // Text in markup-compatibility alternatives: the newest that is understood is taken, so that nothing is read twice.
            var settings = new OpenSettings
            {
                AutoSave = false,
                MarkupCompatibilityProcessSettings = new MarkupCompatibilityProcessSettings(MarkupCompatibilityProcessMode.ProcessAllParts, FileFormatVersions.Microsoft365),
            };
            return open(package.Open(), false, settings);
        }
        catch (Exception fault) when (fault is OpenXmlPackageException or FileFormatException or InvalidDataException)
        {
            throw new RefusedException(ParseCodes.Damaged, $"The {what} is damaged or cut off and cannot be opened. Upload the original again.");
        }
    }
}
