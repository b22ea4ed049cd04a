using System.Globalization;
using System.IO.Compression;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Archives;

/// <summary>Reads a ZIP archive: the list of its files is its text, the files are its members.</summary>
internal sealed class ArchiveReader : IDocumentReader
{
    /// <inheritdoc/>
    public void Read(SourceFile file, DocumentSink sink)
    {
        using var archive = ZipFile.Open(file.Path, ZipArchiveMode.Read, new ZipNames());
        sink.Info(DocumentKind.Archive, null);
        var files = archive.Entries.Where(entry => !IsFolder(entry) && !IsOfSystem(entry)).ToList();
        if (files.Count == 0)
        {
            throw new RefusedException(ParseCodes.NoText, "The archive holds no file.");
        }

        List(files, sink);
        if (sink.Members is not { } members)
        {
            sink.Skip(null, $"{files.Count:N0} file(s) in the archive were not taken out.", unread: true);
            return;
        }

        var locked = 0;
        foreach (var entry in files)
        {
            if (entry.IsEncrypted)
            {
                locked++;
            }
            else
            {
                members.Add(entry.FullName, entry.CompressedLength, () => new CheckedContent(entry.Open(), entry.Crc32));
            }
        }

        if (locked > 0)
        {
            sink.Skip(null, $"{locked:N0} file(s) in the archive are encrypted with a password and were not taken out; unpack them and upload them on their own.", unread: true);
        }
    }

    // First of all, so that it stands when a member ends the reading.
    private static void List(List<ZipArchiveEntry> files, DocumentSink sink)
    {
        var parts = new PartWriter(sink);
        parts.Add(BlockKind.TableRow, 0, "File\tSize\tChanged");
        foreach (var entry in files)
        {
            var mark = entry.IsEncrypted ? " (encrypted)" : "";
            parts.Add(BlockKind.TableRow, 0, string.Create(
                CultureInfo.InvariantCulture, $"{MemberPath.Clean(entry.FullName) ?? "unnamed"}{mark}\t{entry.Length:N0} bytes\t{entry.LastWriteTime:yyyy-MM-dd HH:mm}"));
        }

        parts.Finish();
    }

    private static bool IsFolder(ZipArchiveEntry entry) => entry.FullName.EndsWith('/') || (entry.FullName.EndsWith('\\') && entry.Length == 0);

    // What systems leave in folders is no document.
    private static bool IsOfSystem(ZipArchiveEntry entry)
    {
        var path = entry.FullName.Replace('\\', '/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        return path.StartsWith("__MACOSX/", StringComparison.Ordinal) || name is ".DS_Store"
            || name.Equals("Thumbs.db", StringComparison.OrdinalIgnoreCase) || name.Equals("desktop.ini", StringComparison.OrdinalIgnoreCase);
    }
}
