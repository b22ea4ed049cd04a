using System.IO.Compression;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Documents;

/// <summary>Changes parts of a ZIP package, as somebody who means harm would.</summary>
internal static class PackagePart
{
    /// <summary>The package with a part added or replaced.</summary>
    public static byte[] With(byte[] package, string name, Action<Stream> write)
    {
        using var file = new MemoryStream();
        file.Write(package);
        using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            archive.GetEntry(name)?.Delete();
            using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
            write(entry);
        }

        return file.ToArray();
    }

    /// <summary>The package with a part added or replaced.</summary>
    public static byte[] With(byte[] package, string name, string content) => With(package, name, stream => stream.Write(Encoding.UTF8.GetBytes(content)));

    /// <summary>A part as text.</summary>
    public static string Of(byte[] package, string name)
    {
        using var archive = new ZipArchive(new MemoryStream(package));
        using var reader = new StreamReader(archive.GetEntry(name)!.Open());
        return reader.ReadToEnd();
    }

    /// <summary>Every name and every text of the package with a piece of it replaced.</summary>
    public static byte[] Renamed(byte[] package, string from, string to)
    {
        using var source = new ZipArchive(new MemoryStream(package));
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                using var reader = new StreamReader(entry.Open());
                using var writer = new StreamWriter(archive.CreateEntry(entry.FullName.Replace(from, to, StringComparison.Ordinal)).Open());
                writer.Write(reader.ReadToEnd().Replace(from, to, StringComparison.Ordinal));
            }
        }

        return file.ToArray();
    }
}
