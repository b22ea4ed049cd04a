using System.IO.Compression;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Sheets;

/// <summary>A workbook out of the XML of its sheets' rows. Styles: 0 as it is, 1 a date (dd.mm.yyyy), 2 a share in percent, 3 an amount with thousands, 4 a date in the order of the country.</summary>
internal sealed class Workbook
{
    private string Main => IsStrict ? "http://purl.oclc.org/ooxml/spreadsheetml/main" : "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    private string Relations => IsStrict ? "http://purl.oclc.org/ooxml/officeDocument/relationships" : "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    private readonly List<(string Name, string Rows, string State, string After)> _sheets = [];
    private readonly List<(string Path, string Xml, string Type, string Of)> _parts = [];

    /// <summary>True for the strict form of ISO/IEC 29500.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Adds a part that the first sheet, or another part beside it, refers to.</summary>
    public Workbook Part(string path, string xml, string type, string of = "worksheets/sheet1.xml")
    {
        _parts.Add((path, xml, type, of));
        return this;
    }

    public Workbook Sheet(string name, string rows, string state = "visible", string after = "")
    {
        _sheets.Add((name, rows, state, after));
        return this;
    }

    /// <summary>A row of cells, each given as its whole element.</summary>
    public static string Row(int number, params string[] cells) => $"<row r=\"{number}\">{string.Concat(cells)}</row>";

    public static string Text(string address, string text) => $"<c r=\"{address}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";

    public static string Number(string address, string value, int style = 0, string formula = "") =>
        $"<c r=\"{address}\" s=\"{style}\">{(formula.Length > 0 ? $"<f>{formula}</f>" : "")}<v>{value}</v></c>";

    public byte[] Build()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            var numbers = Enumerable.Range(1, _sheets.Count).ToList();
            Add(zip, "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + $"<Override PartName=\"/xl/workbook.xml\" ContentType=\"{Types}.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"{Types}.styles+xml\"/>"
                + string.Concat(numbers.Select(n => $"<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"{Types}.worksheet+xml\"/>")) + "</Types>");
            Add(zip, "_rels/.rels", Rels(("rId1", "officeDocument", "xl/workbook.xml")));
            Add(zip, "xl/workbook.xml", $"<workbook xmlns=\"{Main}\" xmlns:r=\"{Relations}\"><sheets>"
                + string.Concat(numbers.Select(n => $"<sheet name=\"{_sheets[n - 1].Name}\" sheetId=\"{n}\" state=\"{_sheets[n - 1].State}\" r:id=\"rId{n}\"/>")) + "</sheets></workbook>");
            Add(zip, "xl/_rels/workbook.xml.rels", Rels([.. numbers.Select(n => ($"rId{n}", "worksheet", $"worksheets/sheet{n}.xml")), ("rId99", "styles", "styles.xml"), .. RelationsOf("workbook.xml")]));
            Add(zip, "xl/worksheets/_rels/sheet1.xml.rels", Rels([.. RelationsOf("worksheets/sheet1.xml")]));
            _parts.ForEach(part => Add(zip, part.Path, part.Xml));
            Add(zip, "xl/styles.xml", $"<styleSheet xmlns=\"{Main}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"dd\\.mm\\.yyyy\"/></numFmts>"
                + "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"10\"/><xf numFmtId=\"4\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>");
            foreach (var n in numbers)
            {
                Add(zip, $"xl/worksheets/sheet{n}.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{_sheets[n - 1].Rows}</sheetData>{_sheets[n - 1].After}</worksheet>");
            }
        }

        return bytes.ToArray();
    }

    private IEnumerable<(string Id, string Type, string Target)> RelationsOf(string part) => _parts.Where(one => one.Of == part).Select((one, i) => ($"rIdP{i}", one.Type, "/" + one.Path));

    private string Rels(params (string Id, string Type, string Target)[] all) =>
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        + string.Concat(all.Select(one => $"<Relationship Id=\"{one.Id}\" Type=\"{Relations}/{one.Type}\" Target=\"{one.Target}\"/>")) + "</Relationships>";

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var stream = zip.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
