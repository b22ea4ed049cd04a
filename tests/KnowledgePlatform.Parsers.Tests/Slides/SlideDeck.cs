using System.IO.Compression;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Slides;

/// <summary>A presentation out of the XML of its slides; each may have notes.</summary>
internal sealed class SlideDeck
{
    private const string Names =
        """xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" """;

    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string ModernRelation = "http://schemas.microsoft.com/office/2018/10/relationships/";
    private const string Types = "application/vnd.openxmlformats-officedocument.presentationml";
    private readonly List<(string Shapes, string? Notes, string Attributes)> _slides = [];

    public SlideDeck Slide(string shapes, string? notes = null, string attributes = "")
    {
        _slides.Add((shapes, notes, attributes));
        return this;
    }

    /// <summary>A shape with a text of paragraphs; <paramref name="place"/> is a placeholder such as "title".</summary>
    public static string Shape(string? place, params string[] paragraphs) =>
        $"""<p:sp><p:nvSpPr><p:cNvPr id="2" name="s"/><p:cNvSpPr/><p:nvPr>{(place is null ? "" : $"<p:ph type=\"{place}\"/>")}</p:nvPr></p:nvSpPr><p:spPr/>{Text(paragraphs)}</p:sp>""";

    public static string Table(params string[][] rows) =>
        "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id=\"3\" name=\"t\"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm/><a:graphic><a:graphicData uri=\"http://schemas.openxmlformats.org/drawingml/2006/table\"><a:tbl>"
        + string.Concat(rows.Select(row => $"<a:tr h=\"1\">{string.Concat(row.Select(cell => $"<a:tc>{Text([cell], "a")}</a:tc>"))}</a:tr>")) + "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>";

    /// <summary>Comments on the first slide, as PowerPoint wrote them up to 2019, by author 1.</summary>
    public string? Comments { get; init; }

    /// <summary>Comments on the first slide as PowerPoint writes them now, by author "{1}".</summary>
    public string? ModernComments { get; init; }

    public byte[] Build()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var numbers = Enumerable.Range(1, _slides.Count).ToList();
            Add(zip, "[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"""
                + $"<Override PartName=\"/ppt/presentation.xml\" ContentType=\"{Types}.presentation.main+xml\"/>"
                + string.Concat(numbers.Select(n => $"<Override PartName=\"/ppt/slides/slide{n}.xml\" ContentType=\"{Types}.slide+xml\"/><Override PartName=\"/ppt/notesSlides/notes{n}.xml\" ContentType=\"{Types}.notesSlide+xml\"/>"))
                + (Comments is null ? "" : $"<Override PartName=\"/ppt/commentAuthors.xml\" ContentType=\"{Types}.commentAuthors+xml\"/><Override PartName=\"/ppt/comments/c.xml\" ContentType=\"{Types}.comments+xml\"/>")
                + (ModernComments is null ? "" : "<Override PartName=\"/ppt/authors.xml\" ContentType=\"application/vnd.ms-powerpoint.authors+xml\"/><Override PartName=\"/ppt/comments/m.xml\" ContentType=\"application/vnd.ms-powerpoint.comments+xml\"/>")
                + "</Types>");
            Add(zip, "_rels/.rels", Rels(("rId1", "officeDocument", "ppt/presentation.xml")));
            Add(zip, "ppt/presentation.xml", $"<p:presentation {Names}><p:sldIdLst>{string.Concat(numbers.Select(n => $"<p:sldId id=\"{255 + n}\" r:id=\"rId{n}\"/>"))}</p:sldIdLst></p:presentation>");
            Add(zip, "ppt/_rels/presentation.xml.rels", Rels([.. numbers.Select(n => ($"rId{n}", "slide", $"slides/slide{n}.xml")), .. Authors()]));
            AddComments(zip);
            foreach (var n in numbers)
            {
                var (shapes, notes, attributes) = _slides[n - 1];
                Add(zip, $"ppt/slides/slide{n}.xml", $"<p:sld {Names}{attributes}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>");
                Add(zip, $"ppt/slides/_rels/slide{n}.xml.rels", Rels([.. n == 1 ? CommentParts() : [], .. notes is null ? [] : new[] { ("rId1", "notesSlide", $"../notesSlides/notes{n}.xml") }]));
                if (notes is not null)
                {
                    Add(zip, $"ppt/notesSlides/notes{n}.xml", $"<p:notes {Names}><p:cSld><p:spTree>{Shape("sldNum", "7")}{Shape("body", notes)}</p:spTree></p:cSld></p:notes>");
                }
            }
        }

        return bytes.ToArray();
    }

    private IEnumerable<(string Id, string Type, string Target)> Authors() =>
        [.. Comments is null ? [] : new[] { ("rId90", "commentAuthors", "commentAuthors.xml") }, .. ModernComments is null ? [] : new[] { ("rId91", ModernRelation + "authors", "authors.xml") }];

    private IEnumerable<(string Id, string Type, string Target)> CommentParts() =>
        [.. Comments is null ? [] : new[] { ("rId90", "comments", "../comments/c.xml") }, .. ModernComments is null ? [] : new[] { ("rId91", ModernRelation + "comments", "../comments/m.xml") }];

    private void AddComments(ZipArchive zip)
    {
        const string Modern = "xmlns:p188=\"http://schemas.microsoft.com/office/powerpoint/2018/8/main\"";
        if (Comments is not null)
        {
            Add(zip, "ppt/commentAuthors.xml", $"<p:cmAuthorLst {Names}><p:cmAuthor id=\"1\" name=\"Ann Lee\" initials=\"AL\" lastIdx=\"1\" clrIdx=\"0\"/></p:cmAuthorLst>");
            Add(zip, "ppt/comments/c.xml", $"<p:cmLst {Names}>{Comments}</p:cmLst>");
        }

        if (ModernComments is not null)
        {
            Add(zip, "ppt/authors.xml", $"<p188:authorLst {Names} {Modern}><p188:author id=\"{{1}}\" name=\"Bo Ek\" userId=\"b\" providerId=\"None\"/></p188:authorLst>");
            Add(zip, "ppt/comments/m.xml", $"<p188:cmLst {Names} {Modern}>{ModernComments}</p188:cmLst>");
        }
    }

    private static string Text(string[] paragraphs, string prefix = "p") =>
        $"<{prefix}:txBody><a:bodyPr/>{string.Concat(paragraphs.Select(one => $"<a:p><a:r><a:t>{System.Security.SecurityElement.Escape(one)}</a:t></a:r></a:p>"))}</{prefix}:txBody>";

    private static string Rels(params (string Id, string Type, string Target)[] all) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + string.Concat(all.Select(one => $"<Relationship Id=\"{one.Id}\" Type=\"{(one.Type.Contains(':', StringComparison.Ordinal) ? "" : Relations + "/")}{one.Type}\" Target=\"{one.Target}\"/>")) + "</Relationships>";

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
