using System.IO.Compression;
using System.Xml;
using KnowledgePlatform.ParserProtocol;
using KnowledgePlatform.Parsers.Reading;

namespace KnowledgePlatform.Parsers.Office;

/// <summary>
/// Looks through a package's XML before the library builds its tree by recursion: nesting beyond a limit would end the process, and
/// sizes that an archive declares need not be true.
/// </summary>
internal static class PackageNesting
{
    /// <summary>Reads every XML part of the text once.</summary>
    /// <exception cref="RefusedException">Nested too deeply, or unpacks to more than is accepted.</exception>
    public static void Check(SourceFile file, ParseLimits limits)
    {
        using var archive = ZipFile.OpenRead(file.Path);
        long left = limits.MaxUnpackedBytes;
        foreach (var entry in archive.Entries.Where(e => e.FullName.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || e.FullName.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)))
        {
            using var stream = new CountedStream(entry.Open(), left);
            CheckPart(stream, limits.MaxDepth);
            left -= stream.Count;
        }
    }

    private static void CheckPart(Stream stream, int maxDepth)
    {
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null, CheckCharacters = false, MaxCharactersFromEntities = 1024 };
        using var reader = XmlReader.Create(stream, settings);
        try
        {
            while (reader.Read())
            {
                if (reader.Depth > maxDepth)
                {
                    throw new RefusedException(ParseCodes.NestedTooDeeply, $"The document nests its parts deeper than is accepted ({maxDepth} levels).");
                }
            }
        }
        catch (XmlException)
        {
            // A broken part matters only if the text is in it; reading it says so.
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
