namespace KnowledgePlatform.Core.Documents;

/// <summary>Kinds of documents by the names that people use, and the formats that each stands for.</summary>
public static class DocumentTypes
{
    private static readonly (string Name, string[] Formats)[] Known =
    [
        ("pdf", ["pdf"]), ("docx", ["word"]), ("doc", ["oldword"]), ("xlsx", ["sheets"]), ("pptx", ["slides"]), ("ppt", ["oldslides"]), ("mail", ["mail", "outlookmail"]),
        ("picture", ["picture"]), ("recording", ["recording"]), ("txt", ["text"]), ("md", ["markdown"]), ("html", ["html"]), ("rtf", ["richtext"]), ("csv", ["table"]),
        ("odt", ["opendocumenttext"]), ("ods", ["opendocumentsheets"]), ("odp", ["opendocumentslides"]), ("zip", ["archive"]),
    ];

    private static readonly Dictionary<string, string[]> OtherNames = new(StringComparer.Ordinal)
    {
        ["word"] = ["docx", "doc"], ["excel"] = ["xlsx"], ["xls"] = ["xlsx"], ["powerpoint"] = ["pptx", "ppt"], ["email"] = ["mail"], ["e-mail"] = ["mail"], ["eml"] = ["mail"],
        ["msg"] = ["mail"], ["mbox"] = ["mail"], ["image"] = ["picture"], ["png"] = ["picture"], ["jpg"] = ["picture"], ["jpeg"] = ["picture"], ["tiff"] = ["picture"],
        ["audio"] = ["recording"], ["wav"] = ["recording"], ["mp3"] = ["recording"], ["m4a"] = ["recording"], ["text"] = ["txt"], ["markdown"] = ["md"], ["htm"] = ["html"],
        ["tsv"] = ["csv"], ["archive"] = ["zip"],
    };

    private static readonly Dictionary<string, string> NameOfFormat =
        Known.SelectMany(type => type.Formats.Select(format => (format, type.Name))).ToDictionary(pair => pair.format, pair => pair.Name, StringComparer.Ordinal);

    /// <summary>The names, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Known.Select(type => type.Name)];

    /// <summary>The name of a stored format; null when it has none.</summary>
    public static string? NameOf(string? format) => format is null ? null : NameOfFormat.GetValueOrDefault(format);

    /// <summary>The names that a name given by a person stands for, whatever its case: "Word" is docx and doc; none when it is no name of a type.</summary>
    public static IReadOnlyList<string> Read(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var key = name.Trim().TrimStart('.').ToLowerInvariant();
        return Names.Contains(key) ? [key] : OtherNames.GetValueOrDefault(key) ?? [];
    }

    internal static string[] FormatsOf(IEnumerable<string> names) => [.. Known.Where(type => names.Contains(type.Name)).SelectMany(type => type.Formats)];
}
