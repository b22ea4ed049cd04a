using System.IO.Compression;
using System.Xml;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Archives;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Office;

/// <summary>
/// Looks through a package's XML before the library builds its tree by recursion: nesting beyond a limit would end the process, and
/// sizes that an archive declares need not be true.
/// </summary>
internal static class PackageNesting
{
    private const int SignsWithin = 64;

    private static readonly string[] WithoutText =
        ["docProps/", "/theme/", "settings.xml", "webSettings.xml", "fontTable.xml", "calcChain.xml", "vbaData.xml", "slideLayouts/", "slideMasters/", "notesMasters/", "handoutMasters/"];

    // Marks of byte order, the zeros of UTF-16 and white space.
    private static readonly byte[] Before = [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n'];

    /// <summary>Reads every XML part once and names those that are damaged; what can be read of them stands.</summary>
    /// <returns>Damaged parts that <see cref="PackageRepair"/> should end where they break off: their library reads the whole of a part or nothing.</returns>
    /// <exception cref="RefusedException">Nested too deeply, or unpacks to more than is accepted.</exception>
    public static HashSet<string> Check(SourceFile file, DocumentSink sink)
    {
        var broken = new HashSet<string>(StringComparer.Ordinal);
        using var archive = ZipFile.OpenRead(file.Path);
        long left = sink.Limits.MaxUnpackedBytes;
        foreach (var entry in archive.Entries.Where(IsXml))
        {
            using var stream = new CountedStream(new CheckedContent(entry.Open(), entry.Crc32), left);
            if (FaultOf(stream, sink.Limits.MaxDepth) is { } fault && HoldsText(entry.FullName) && (IsMended(entry.FullName) ? broken.Add(entry.FullName) : fault is InvalidDataException))
            {
                sink.Skip(
                    null, $"The part \u201C{MemberPath.Short(MemberPath.Clean(entry.FullName) ?? "unnamed")}\u201D of the document is damaged ({FaultWords.Of(fault)}): what was read of it may be wrong, and some is missing.",
                    unread: true, damaged: true);
            }

            left -= stream.Count;
        }

        return broken;
    }

    /// <summary>How parts are read: no definitions of their own, nothing from elsewhere.</summary>
    public static XmlReader Reader(Stream part) =>
        XmlReader.Create(part, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = false, MaxCharactersFromEntities = 1024 });

    // A part can have any name; its relationships say what it is, and nothing keeps them from naming a picture.
    private static bool IsXml(ZipArchiveEntry entry)
    {
        if (entry.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        var head = new byte[SignsWithin];
        try
        {
            using var content = entry.Open();
            var read = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
            // In UTF-16 there is a zero beside the bracket.
            return head.AsSpan(0, read).TrimStart(Before) is [(byte)'<', ..];
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException)
        {
            return false; // nobody else can unpack it either
        }
    }

    // Properties, colours, fonts, the order of calculation and models of slides cost no text when they are damaged.
    private static bool HoldsText(string name) => !Array.Exists(WithoutText, part => name.Contains(part, StringComparison.OrdinalIgnoreCase)) && name is not "meta.xml";

    // A slide that is broken is named as a slide; OpenDocument is read piece by piece up to its fault.
    private static bool IsMended(string name) => name.StartsWith("word/", StringComparison.OrdinalIgnoreCase) || name.StartsWith("xl/", StringComparison.OrdinalIgnoreCase);

    // XML that breaks off, or bytes that are not those that were packed.
    private static Exception? FaultOf(Stream stream, int maxDepth)
    {
        try
        {
            using var reader = Reader(stream);
            while (reader.Read())
            {
                if (reader.Depth > maxDepth)
                {
                    throw new RefusedException(ParseCodes.NestedTooDeeply, $"The document nests its parts deeper than is accepted ({maxDepth} levels).");
                }
            }

            return null;
        }
        catch (Exception fault) when (fault is XmlException or InvalidDataException)
        {
            return fault;
        }
    }

    private sealed class CountedStream(Stream inner, long most) : Stream
    {
        public long Count { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Count; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var got = inner.Read(buffer, offset, count);
            Count += got;
            return Count <= most ? got : throw new RefusedException(ParseCodes.UnpacksTooLarge, "The document unpacks to more than is accepted.");
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
