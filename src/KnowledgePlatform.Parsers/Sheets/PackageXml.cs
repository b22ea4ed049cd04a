using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace KnowledgePlatform.Parsers.Sheets;

/// <summary>Parts of a workbook that its library does not read. Elements are found by their local names, which are the same in both forms of the format.</summary>
internal static class PackageXml
{
    /// <summary>The root of a part; null when it is missing or not well formed: what hangs on it is then missing, the cells are not.</summary>
    public static XElement? Load(ZipArchive archive, string path)
    {
        if (archive.GetEntry(path) is not { } entry)
        {
            return null;
        }

        try
        {
            using var stream = entry.Open();
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = false });
            return XElement.Load(reader);
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            return null;
        }
    }

    /// <summary>Targets of a part's relationships within the package by the last word of their types, such as "comments".</summary>
    public static IEnumerable<(string Id, string Type, string Path)> Relations(ZipArchive archive, string part)
    {
        var folder = part[..(part.LastIndexOf('/') + 1)];
        var root = Load(archive, $"{folder}_rels/{part[folder.Length..]}.rels");
        foreach (var relation in root?.Elements().Where(one => (string?)one.Attribute("TargetMode") != "External") ?? [])
        {
            var type = (string?)relation.Attribute("Type") ?? "";
            if ((string?)relation.Attribute("Id") is { } id && (string?)relation.Attribute("Target") is { } target)
            {
                yield return (id, type[(type.LastIndexOf('/') + 1)..], Resolve(folder, target));
            }
        }
    }

    /// <summary>Elements of that local name below another.</summary>
    public static IEnumerable<XElement> Named(this XElement? element, string name) => element?.Descendants().Where(one => one.Name.LocalName == name) ?? [];

    /// <summary>An attribute by its local name.</summary>
    public static string? Value(this XElement element, string name) => element.Attributes().FirstOrDefault(one => one.Name.LocalName == name)?.Value;

    private static string Resolve(string folder, string target)
    {
        if (target.StartsWith('/'))
        {
            return target[1..];
        }

        var path = new List<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var step in target.Split('/'))
        {
            if (step == ".." && path.Count > 0)
            {
                path.RemoveAt(path.Count - 1);
            }
            else if (step is not ("." or ".." or ""))
            {
                path.Add(step);
            }
        }

        return string.Join('/', path);
    }
}
