using System.Xml.Linq;

namespace KnowledgePlatform.Parsers.OpenDocument;

/// <summary>Counts items of lists and headings in document order, and gives the marker before each.</summary>
internal sealed class OdfNumbering(OdfStyles styles)
{
    private static readonly XName Id = XNamespace.Xml + "id";

    private readonly Stack<(OdfListStyle? Style, string? Name, int[] Numbers)> _lists = new();
    private readonly Dictionary<string, int[]> _byStyle = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> _byId = new(StringComparer.Ordinal);
    private readonly int[] _headings = new int[OdfListStyle.Levels + 1];
    private string _marker = "";

    /// <summary>Enters a list: one within another goes on with its style and its numbers.</summary>
    public void Open(XElement list)
    {
        _lists.TryPeek(out var outer);
        var name = list.Attribute(Odf.Text + "style-name")?.Value ?? outer.Name;
        var numbers = outer.Numbers ?? Continued(list, name) ?? new int[OdfListStyle.Levels + 1];
        _lists.Push((styles.List(name) ?? outer.Style, name, numbers));
        _byStyle[name ?? ""] = numbers;
        if (list.Attribute(Id)?.Value is { } id)
        {
            _byId[id] = numbers;
        }
    }

    /// <summary>Leaves a list.</summary>
    public void Close() => _lists.TryPop(out _);

    /// <summary>Enters an item: the first paragraph that stands in it itself takes its marker; an item that only holds another list is not counted.</summary>
    public void Item(XElement item)
    {
        _marker = "";
        var level = Math.Min(_lists.Count, OdfListStyle.Levels);
        if (item.Name != Odf.Text + "list-item" || !_lists.TryPeek(out var list) || item.Elements().FirstOrDefault(child => child.Name != Odf.Text + "soft-page-break")?.Name == Odf.Text + "list")
        {
            return;
        }

        var start = list.Style?.StartOf(level) ?? 1;
        Count(list.Numbers, level, item.Number(Odf.Text + "start-value") ?? (list.Numbers[level] == 0 ? start : list.Numbers[level] + 1));
        _marker = list.Style?.Marker(level, list.Numbers) ?? "";
    }

    /// <summary>The marker of the paragraph, once for an item; headings outside lists are numbered by the outline.</summary>
    public string MarkerOf(XElement paragraph)
    {
        var marker = _marker;
        _marker = "";
        return marker.Length > 0 || _lists.Count > 0 || paragraph.Name != Odf.Text + "h" || paragraph.Attribute(Odf.Text + "is-list-header")?.Value == "true"
            ? marker : Heading(paragraph);
    }

    private string Heading(XElement heading)
    {
        var name = styles.ListOf(heading);
        var style = string.IsNullOrEmpty(name) ? styles.Outline : styles.List(name) ?? styles.Outline;
        var level = Math.Clamp(heading.Number(Odf.Text + "outline-level") ?? 1, 1, OdfListStyle.Levels);
        if (name is "")
        {
            return "";
        }

        var isRestarted = heading.Attribute(Odf.Text + "restart-numbering")?.Value == "true";
        Count(_headings, level, heading.Number(Odf.Text + "start-value") ?? (isRestarted || _headings[level] == 0 ? style.StartOf(level) : _headings[level] + 1));
        return style.Marker(level, _headings);
    }

    private int[]? Continued(XElement list, string? name)
    {
        if (list.Attribute(Odf.Text + "continue-list")?.Value is { } id && _byId.TryGetValue(id, out var continued))
        {
            return continued;
        }

        return list.Attribute(Odf.Text + "continue-numbering")?.Value == "true" ? _byStyle.GetValueOrDefault(name ?? "") : null;
    }

    private static void Count(int[] numbers, int level, int number)
    {
        numbers[level] = number;
        Array.Clear(numbers, level + 1, numbers.Length - level - 1);
    }
}
