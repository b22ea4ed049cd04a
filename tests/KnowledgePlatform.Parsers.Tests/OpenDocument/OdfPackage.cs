using System.IO.Compression;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.OpenDocument;

/// <summary>A small OpenDocument package out of the XML that LibreOffice writes, without its namespaces.</summary>
internal sealed class OdfPackage(string kind)
{
    private const string Base = "urn:oasis:names:tc:opendocument:xmlns:";
    private const string Namespaces = $"xmlns:office=\"{Base}office:1.0\" xmlns:text=\"{Base}text:1.0\" xmlns:table=\"{Base}table:1.0\" xmlns:draw=\"{Base}drawing:1.0\" "
        + $"xmlns:style=\"{Base}style:1.0\" xmlns:presentation=\"{Base}presentation:1.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"";

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal)
    {
        ["META-INF/manifest.xml"] = $"<!DOCTYPE manifest:manifest PUBLIC \"-//OpenOffice.org//DTD Manifest 1.0//EN\" \"Manifest.dtd\"><manifest:manifest xmlns:manifest=\"{Base}manifest:1.0\"/>",
    };

    /// <summary>Automatic styles.</summary>
    public string Automatic { get; set; } = "";

    /// <summary>Common styles.</summary>
    public string Styles { get; set; } = "";

    /// <summary>Pages' models.</summary>
    public string Pages { get; set; } = "";

    /// <summary>Adds or replaces a file.</summary>
    public OdfPackage File(string name, string content)
    {
        _files[name] = content;
        return this;
    }

    /// <summary>The whole text part around a body.</summary>
    public string Content(string body) =>
        $"<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content {Namespaces}><office:scripts/><office:automatic-styles>{Automatic}</office:automatic-styles>"
        + $"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document-content>";

    /// <summary>The file.</summary>
    public byte[] Build(string body)
    {
        _files.TryAdd("content.xml", Content(body));
        _files.TryAdd("styles.xml", $"<office:document-styles {Namespaces}><office:styles>{Styles}</office:styles><office:master-styles>{Pages}</office:master-styles></office:document-styles>");
        _files.TryAdd("meta.xml", $"<office:document-meta {Namespaces}><office:meta><dc:title>Lease of 3 Mill Road</dc:title></office:meta></office:document-meta>");
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(archive, "mimetype", "application/vnd.oasis.opendocument." + kind);
            foreach (var (name, content) in _files)
            {
                Add(archive, name, content);
            }
        }

        return file.ToArray();
    }

    private static void Add(ZipArchive archive, string name, string content)
    {
        using var stream = archive.CreateEntry(name).Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
