using System.Xml.Linq;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.OpenDocument;

/// <summary>Styles with what they inherit, and the list styles among them.</summary>
internal sealed class OdfStyles
{
    private const int MostAncestors = 20; // a style may name itself as its parent

    private readonly Dictionary<(string Family, string Name), XElement> _styles = [];
    private readonly Dictionary<string, OdfListStyle> _lists = new(StringComparer.Ordinal);

    /// <summary>Numbering of headings.</summary>
    public OdfListStyle Outline { get; private set; } = new(null);

    /// <summary>Takes the styles in an element that holds some.</summary>
    public void Add(XElement container)
    {
        foreach (var style in container.Elements())
        {
            if (style.Name == Odf.Text + "outline-style")
            {
                Outline = new OdfListStyle(style);
            }
            else if (style.Attribute(Odf.Style + "name")?.Value is { } name)
            {
                if (style.Name == Odf.Text + "list-style")
                {
                    _lists[name] = new OdfListStyle(style);
                }
                else if (style.Name == Odf.Style + "style")
                {
                    _styles[(style.Attribute(Odf.Style + "family")?.Value ?? "", name)] = style;
                }
            }
        }
    }

    /// <summary>The list style of this name, or null.</summary>
    public OdfListStyle? List(string? name) => name is null ? null : _lists.GetValueOrDefault(name);

    /// <summary>Heading level 1 to 6 of a paragraph, else 0.</summary>
    public int HeadingLevel(XElement paragraph)
    {
        if (paragraph.Name == Odf.Text + "h")
        {
            return HeadingLevels.OfOutline((paragraph.Number(Odf.Text + "outline-level") ?? 1) - 1) ?? 1;
        }

        foreach (var style in Chain("paragraph", NameOf(paragraph)))
        {
            var name = style.Attribute(Odf.Style + "display-name")?.Value ?? style.Attribute(Odf.Style + "name")?.Value.Replace("_20_", " ", StringComparison.Ordinal);
            if (HeadingLevels.OfName(name) is { } level)
            {
                return level;
            }
        }

        return 0;
    }

    /// <summary>The list style that the paragraph's style brings: null when it says nothing, "" when it says there is none.</summary>
    public string? ListOf(XElement paragraph) =>
        Chain("paragraph", NameOf(paragraph)).Select(style => style.Attribute(Odf.Style + "list-style-name")?.Value).FirstOrDefault(name => name is not null);

    /// <summary>True when the style of a paragraph or span hides its text.</summary>
    public bool IsHidden(XElement element, string family) => PropertyOf(family, NameOf(element), "text-properties", Odf.Text + "display") == "none";

    /// <summary>A property that a style or an ancestor of it sets.</summary>
    public string? PropertyOf(string family, string? style, string group, XName property) =>
        Chain(family, style).Select(one => one.Element(Odf.Style + group)?.Attribute(property)?.Value).FirstOrDefault(value => value is not null);

    /// <summary>Name of the page's model that a sheet's style is printed on.</summary>
    public string? PageOf(string? sheetStyle) => Chain("table", sheetStyle).Select(style => style.Attribute(Odf.Style + "master-page-name")?.Value).FirstOrDefault(name => name is not null);

    private static string? NameOf(XElement element) => element.Attribute(Odf.Text + "style-name")?.Value;

    private IEnumerable<XElement> Chain(string family, string? name)
    {
        for (var i = 0; i < MostAncestors && name is not null && _styles.TryGetValue((family, name), out var style); i++)
        {
            yield return style;
            name = style.Attribute(Odf.Style + "parent-style-name")?.Value;
        }
    }
}
