using System.Globalization;
using System.Xml.Linq;

namespace KnowledgePlatform.Parsers.OpenDocument;

/// <summary>Names of OpenDocument (OASIS OpenDocument 1.3, part 3).</summary>
internal static class Odf
{
    private const string Base = "urn:oasis:names:tc:opendocument:xmlns:";

    /// <summary>office:</summary>
    public static readonly XNamespace Office = Base + "office:1.0";

    /// <summary>meta:</summary>
    public static readonly XNamespace Meta = Base + "meta:1.0";

    /// <summary>text:</summary>
    public static readonly XNamespace Text = Base + "text:1.0";

    /// <summary>table:</summary>
    public static readonly XNamespace Table = Base + "table:1.0";

    /// <summary>draw:</summary>
    public static readonly XNamespace Draw = Base + "drawing:1.0";

    /// <summary>style:</summary>
    public static readonly XNamespace Style = Base + "style:1.0";

    /// <summary>presentation:</summary>
    public static readonly XNamespace Presentation = Base + "presentation:1.0";

    /// <summary>manifest:</summary>
    public static readonly XNamespace Manifest = Base + "manifest:1.0";

    /// <summary>dc:</summary>
    public static readonly XNamespace DublinCore = "http://purl.org/dc/elements/1.1/";

    /// <summary>A number in an attribute, or null.</summary>
    public static int? Number(this XElement element, XName attribute) =>
        int.TryParse(element.Attribute(attribute)?.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>How often an element stands for itself: 1 unless it says more.</summary>
    public static int Repeated(this XElement element, string attribute) => Math.Max(1, element.Number(Table + attribute) ?? 1);
}
