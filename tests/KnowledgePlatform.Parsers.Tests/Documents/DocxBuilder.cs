using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace KnowledgePlatform.Parsers.Tests.Documents;

/// <summary>Writes small Word documents; the body is given as the XML that Word writes, without its namespaces.</summary>
internal sealed class DocxBuilder
{
    private const string Namespaces = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
        + "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
        + "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";

    private readonly List<string> _body = [];

    /// <summary>Numbering definitions.</summary>
    public string? Numbering { get; set; }

    /// <summary>Styles besides the headings.</summary>
    public string Styles { get; set; } = "";

    /// <summary>Footnotes.</summary>
    public string? Footnotes { get; set; }

    /// <summary>Endnotes.</summary>
    public string? Endnotes { get; set; }

    /// <summary>Comments.</summary>
    public string? Comments { get; set; }

    /// <summary>Headers, one part each.</summary>
    public List<string> Headers { get; } = [];

    /// <summary>Footers, one part each.</summary>
    public List<string> Footers { get; } = [];

    /// <summary>Changes the package before it is closed.</summary>
    public Action<MainDocumentPart>? Finish { get; set; }

    /// <summary>Title in the properties.</summary>
    public string? Title { get; set; }

    /// <summary>Adds XML to the body.</summary>
    public DocxBuilder Xml(string xml)
    {
        _body.Add(xml);
        return this;
    }

    /// <summary>Adds a paragraph of plain text.</summary>
    public DocxBuilder Text(string text, string? style = null) => Xml(Paragraph(text, style));

    /// <summary>A paragraph of plain text.</summary>
    public static string Paragraph(string text, string? style = null) =>
        $"<w:p>{(style is null ? "" : $"<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>")}{Run(text)}</w:p>";

    /// <summary>A run of plain text.</summary>
    public static string Run(string text) => $"<w:r><w:t xml:space=\"preserve\">{System.Security.SecurityElement.Escape(text)}</w:t></w:r>";

    /// <summary>The file.</summary>
    public byte[] Build()
    {
        using var file = new MemoryStream();
        using (var package = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            package.PackageProperties.Title = Title;
            var main = package.AddMainDocumentPart();
            Feed(main, $"<w:document {Namespaces}><w:body>{string.Concat(_body)}</w:body></w:document>");
            Feed(main.AddNewPart<StyleDefinitionsPart>(), $"<w:styles {Namespaces}>{HeadingStyles()}{Styles}</w:styles>");
            Add<NumberingDefinitionsPart>(main, "numbering", Numbering);
            Add<FootnotesPart>(main, "footnotes", Footnotes);
            Add<EndnotesPart>(main, "endnotes", Endnotes);
            Add<WordprocessingCommentsPart>(main, "comments", Comments);
            Headers.ForEach(header => Add<HeaderPart>(main, "hdr", header));
            Footers.ForEach(footer => Add<FooterPart>(main, "ftr", footer));
            Finish?.Invoke(main);
        }

        return file.ToArray();
    }

    private static string HeadingStyles() => string.Concat(Enumerable.Range(1, 3).Select(level =>
        $"<w:style w:type=\"paragraph\" w:styleId=\"Heading{level}\"><w:name w:val=\"heading {level}\"/></w:style>"));

    private static void Add<T>(MainDocumentPart main, string root, string? content)
        where T : OpenXmlPart, IFixedContentTypePart
    {
        if (content is not null)
        {
            Feed(main.AddNewPart<T>(), $"<w:{root} {Namespaces}>{content}</w:{root}>");
        }
    }

    private static void Feed(OpenXmlPart part, string xml)
    {
        using var stream = part.GetStream(FileMode.Create, FileAccess.Write);
        using var writer = new StreamWriter(stream);
        writer.Write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + xml);
    }
}
