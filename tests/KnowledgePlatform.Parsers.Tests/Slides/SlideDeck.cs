using System.IO.Compression;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Slides;

/// <summary>A presentation out of the XML of its slides; each may have notes.</summary>
internal sealed class SlideDeck
{
    private const string Names =
        """xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" """;

    private const string Relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
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

    public byte[] Build()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var numbers = Enumerable.Range(1, _slides.Count).ToList();
            Add(zip, "[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"""
                + $"<Override PartName=\"/ppt/presentation.xml\" ContentType=\"{Types}.presentation.main+xml\"/>"
                + string.Concat(numbers.Select(n => $"<Override PartName=\"/ppt/slides/slide{n}.xml\" ContentType=\"{Types}.slide+xml\"/><Override PartName=\"/ppt/notesSlides/notes{n}.xml\" ContentType=\"{Types}.notesSlide+xml\"/>"))
                + "</Types>");
            Add(zip, "_rels/.rels", Rels(("rId1", "officeDocument", "ppt/presentation.xml")));
            Add(zip, "ppt/presentation.xml", $"<p:presentation {Names}><p:sldIdLst>{string.Concat(numbers.Select(n => $"<p:sldId id=\"{255 + n}\" r:id=\"rId{n}\"/>"))}</p:sldIdLst></p:presentation>");
            Add(zip, "ppt/_rels/presentation.xml.rels", Rels([.. numbers.Select(n => ($"rId{n}", "slide", $"slides/slide{n}.xml"))]));
            foreach (var n in numbers)
            {
                var (shapes, notes, attributes) = _slides[n - 1];
                Add(zip, $"ppt/slides/slide{n}.xml", $"<p:sld {Names}{attributes}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>");
                if (notes is not null)
                {
                    Add(zip, $"ppt/slides/_rels/slide{n}.xml.rels", Rels(("rId1", "notesSlide", $"../notesSlides/notes{n}.xml")));
                    Add(zip, $"ppt/notesSlides/notes{n}.xml", $"<p:notes {Names}><p:cSld><p:spTree>{Shape("sldNum", "7")}{Shape("body", notes)}</p:spTree></p:cSld></p:notes>");
                }
            }
        }

        return bytes.ToArray();
    }

    private static string Text(string[] paragraphs, string prefix = "p") =>
        $"<{prefix}:txBody><a:bodyPr/>{string.Concat(paragraphs.Select(one => $"<a:p><a:r><a:t>{System.Security.SecurityElement.Escape(one)}</a:t></a:r></a:p>"))}</{prefix}:txBody>";

    private static string Rels(params (string Id, string Type, string Target)[] all) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + string.Concat(all.Select(one => $"<Relationship Id=\"{one.Id}\" Type=\"{Relations}/{one.Type}\" Target=\"{one.Target}\"/>")) + "</Relationships>";

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
