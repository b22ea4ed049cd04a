using System.IO.Compression;
using System.Text;

namespace KnowledgePlatform.Cli.Evaluation.Fuzzing;

/// <summary>Mutations of what a file holds packed: bits flipped in packed data only show how the unpacking fails, not what reads the data.</summary>
internal static class PackedMutation
{
    private const int LargestPart = 4 << 20;
    private const int DictionaryWithin = 400;

    /// <summary>One part of a ZIP package mutated and packed again; null when the file is none, or none of its parts is small enough.</summary>
    public static (byte[] Bytes, string How)? OfPackage(byte[] bytes, Random random)
    {
        try
        {
            using var copy = new MemoryStream();
            copy.Write(bytes);
            string how;
            using (var archive = new ZipArchive(copy, ZipArchiveMode.Update, leaveOpen: true))
            {
                var parts = archive.Entries.Where(entry => entry.Length is > 0 and < LargestPart).ToList();
                if (parts.Count == 0)
                {
                    return null;
                }

                // Most parts of a package are properties and themes; what is large is read.
                var part = new[] { parts[random.Next(parts.Count)], parts[random.Next(parts.Count)] }.MaxBy(entry => entry.Length)!;
                var name = part.FullName;
                using var content = new MemoryStream();
                using (var opened = part.Open())
                {
                    opened.CopyTo(content);
                }

                (var mutated, how) = ByteMutation.Apply(content.ToArray(), random);
                how = $"in {name}, {how}";
                part.Delete();
                using var written = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                written.Write(mutated);
            }

            return (copy.ToArray(), how);
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>One stream of a PDF mutated and packed again; null when none is found that is packed in the usual way.</summary>
    public static (byte[] Bytes, string How)? OfPdf(byte[] bytes, Random random)
    {
        var starts = Streams(bytes);
        if (starts.Count == 0)
        {
            return null;
        }

        var start = starts[random.Next(starts.Count)];
        var end = start + bytes.AsSpan(start).IndexOf("endstream"u8);
        try
        {
            using var content = new MemoryStream();
            using (var packed = new ZLibStream(new MemoryStream(bytes, start, end - start), CompressionMode.Decompress))
            {
                packed.CopyTo(content);
            }

            if (content.Length is 0 or > LargestPart)
            {
                return null;
            }

            var (mutated, how) = ByteMutation.Apply(content.ToArray(), random);
            using var again = new MemoryStream();
            using (var packing = new ZLibStream(again, CompressionLevel.SmallestSize, leaveOpen: true))
            {
                packing.Write(mutated);
            }

            // What packs to no more than before is filled up, so that the objects after it stay where the table of the file has them.
            var filling = Math.Max(0, end - start - (int)again.Length);
            return ([.. bytes.AsSpan(0, start), .. again.ToArray(), .. new byte[filling], .. bytes.AsSpan(end)], $"in the stream at {start}, {how}");
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    // Where the content of streams begins that are packed by deflate alone.
    private static List<int> Streams(byte[] bytes)
    {
        var found = new List<int>();
        for (var at = 0; bytes.AsSpan(at).IndexOf("stream"u8) is >= 0 and var next;)
        {
            at += next + "stream".Length;
            var isEnd = next >= 3 && bytes.AsSpan(at - "endstream".Length, 3).SequenceEqual("end"u8);
            if (isEnd || at + 2 >= bytes.Length || bytes.AsSpan(at).IndexOf("endstream"u8) < 0)
            {
                continue;
            }

            var before = Encoding.Latin1.GetString(bytes, Math.Max(0, at - DictionaryWithin), Math.Min(at, DictionaryWithin));
            before = before[(before.LastIndexOf(" obj", StringComparison.Ordinal) + 1)..];
            if (before.Contains("/FlateDecode", StringComparison.Ordinal))
            {
                found.Add(at + (bytes[at] == '\r' ? 2 : 1));
            }
        }

        return found;
    }
}
