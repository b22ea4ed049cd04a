using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>What stands on the sheets of a workbook besides their cells: comments and notes by rows, and the texts of boxes.</summary>
internal sealed class SheetRemarks
{
    private static readonly SheetRemarks None = new();

    private readonly SortedDictionary<int, List<string>> _byRow = [];
    private readonly List<string> _boxes = [];

    private SheetRemarks()
    {
    }

    /// <summary>Texts of boxes, a paragraph each.</summary>
    public IReadOnlyList<string> Boxes => _boxes;

    /// <summary>Pictures on the sheet.</summary>
    public int Pictures { get; private set; }

    /// <summary>Charts on the sheet.</summary>
    public int Charts { get; private set; }

    /// <summary>Those of each sheet, in the workbook's order; none for a binary workbook.</summary>
    public static IReadOnlyList<SheetRemarks> Read(ZipArchive? archive)
    {
        const string Workbook = "xl/workbook.xml";
        if (archive is null || PackageXml.Load(archive, Workbook) is not { } workbook)
        {
            return [];
        }

        var parts = PackageXml.Relations(archive, Workbook).DistinctBy(part => part.Id).ToDictionary(part => part.Id, StringComparer.Ordinal);
        var people = parts.Values.Where(part => part.Type == "person").SelectMany(part => PackageXml.Load(archive, part.Path).Named("person"))
            .DistinctBy(person => person.Value("id")).ToDictionary(person => person.Value("id") ?? "", person => person.Value("displayName"), StringComparer.OrdinalIgnoreCase);
        return [.. workbook.Named("sheet").Select(sheet => sheet.Value("id") is { } id && parts.TryGetValue(id, out var part) ? Of(archive, part.Path, people) : None)];
    }

    /// <summary>Remarks on cells up to a row, counted from 1, that were not given before.</summary>
    public IEnumerable<string> UpTo(int row)
    {
        while (_byRow.Count > 0 && _byRow.First() is var first && first.Key <= row)
        {
            _byRow.Remove(first.Key);
            foreach (var remark in first.Value)
            {
                yield return remark;
            }
        }
    }

    private static SheetRemarks Of(ZipArchive archive, string sheet, Dictionary<string, string?> people)
    {
        var remarks = new SheetRemarks();
        var parts = PackageXml.Relations(archive, sheet).ToList();
        var threaded = parts.Where(part => part.Type == "threadedComment").SelectMany(part => PackageXml.Load(archive, part.Path).Named("threadedComment")).ToList();
        foreach (var comment in threaded)
        {
            var what = (comment.Value("parentId") is null ? "Comment" : "Reply") + (comment.Value("done") == "1" ? " (resolved)" : "");
            remarks.Add(comment, what, people.GetValueOrDefault(comment.Value("personId") ?? ""), Remarks.DateOf(comment.Value("dT")), TextOf(comment, "text"));
        }

        // Excel keeps beside each thread a note for older programs, which says the same.
        var told = threaded.Select(comment => comment.Value("ref")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var root in parts.Where(part => part.Type == "comments").Select(part => PackageXml.Load(archive, part.Path)))
        {
            var authors = root.Named("author").Select(author => author.Value).ToList();
            foreach (var comment in root.Named("comment").Where(comment => !told.Contains(comment.Value("ref"))))
            {
                var author = int.TryParse(comment.Value("authorId"), out var index) && index >= 0 && index < authors.Count ? authors[index] : null;
                remarks.Add(comment, "Comment", author, null, WithoutAuthor(TextOf(comment, "t"), author));
            }
        }

        foreach (var drawing in parts.Where(part => part.Type == "drawing").Select(part => PackageXml.Load(archive, part.Path)))
        {
            remarks._boxes.AddRange(drawing.Named("txBody").SelectMany(body => body.Named("p")).Select(paragraph => TextOf(paragraph, "t")).Where(text => text.Length > 0));
            remarks.Pictures += drawing.Named("pic").Count();
            remarks.Charts += drawing.Named("graphicFrame").Count();
        }

        return remarks;
    }

    private void Add(XElement comment, string what, string? author, DateTime? date, string text)
    {
        var cell = comment.Value("ref") ?? "";
        var row = int.TryParse(cell.AsSpan(cell.TakeWhile(char.IsAsciiLetter).Count()), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;
        if (!_byRow.TryGetValue(row, out var remarks))
        {
            _byRow[row] = remarks = [];
        }

        remarks.Add(Remarks.Of($"{what} on cell {(cell.Length <= 10 ? cell : "?")}", author, date, null, text));
    }

    // Excel writes the author's name into the note as well, in bold.
    private static string WithoutAuthor(string text, string? author) =>
        author is { Length: > 0 } && text.StartsWith(author + ":", StringComparison.Ordinal) ? text[(author.Length + 1)..].TrimStart() : text;

    private static string TextOf(XElement element, string name) => TextCleaner.Line(string.Concat(element.Named(name).Select(part => part.Value)));
}
