using System.Buffers.Binary;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Outlook;

/// <summary>Writes compound files ([MS-CFB], version 3): sectors of 512 bytes, small streams in the root's own stream.</summary>
internal sealed class CompoundBuilder
{
    private const uint Free = 0xFFFFFFFF;
    private const uint End = 0xFFFFFFFE;
    private const uint Table = 0xFFFFFFFD;
    private const int Sector = 512;
    private const int Smallest = 4096;

    private readonly List<(string Name, int Parent, byte[]? Content)> _entries = [("Root Entry", -1, null)];

    /// <summary>Where the table of sectors begins in the file built last.</summary>
    public int TableAt { get; private set; }

    /// <summary>Where the directory begins in the file built last.</summary>
    public int DirectoryAt { get; private set; }

    /// <summary>Adds a storage; returns its number.</summary>
    public int Storage(string name, int parent = 0) => Add(name, parent, null);

    /// <summary>Adds a stream; returns its number.</summary>
    public int Stream(string name, byte[] content, int parent = 0) => Add(name, parent, content);

    /// <summary>The file.</summary>
    public byte[] Build()
    {
        var sectors = new List<byte[]>();
        var next = new List<uint>();
        var small = new List<byte>();
        var smallNext = new List<uint>();
        var starts = _entries.Select(entry => entry.Content is { } content ? Place(content, small, smallNext, sectors, next) : 0).ToList();
        starts[0] = small.Count > 0 ? Chain([.. small], sectors, next) : End;
        var smallTable = smallNext.Count > 0 ? Chain(Bytes(smallNext, Free), sectors, next) : End;
        DirectoryAt = (sectors.Count + 1) * Sector;
        var directory = Chain(Directory(starts, small.Count), sectors, next);
        var tables = 1;
        while (tables * 128 < sectors.Count + tables)
        {
            tables++;
        }

        var firstTable = sectors.Count;
        TableAt = (firstTable + 1) * Sector;
        next.AddRange(Enumerable.Repeat(Table, tables));
        var header = Header(directory, smallTable, smallNext.Count > 0 ? 1 : 0, firstTable, tables);
        return [.. header, .. sectors.SelectMany(sector => sector), .. Padded(Bytes(next, Free), tables * Sector, 0xFF)];
    }

    private int Add(string name, int parent, byte[]? content)
    {
        _entries.Add((name, parent, content));
        return _entries.Count - 1;
    }

    private static uint Place(byte[] content, List<byte> small, List<uint> smallNext, List<byte[]> sectors, List<uint> next)
    {
        if (content.Length == 0 || content.Length >= Smallest)
        {
            return content.Length == 0 ? End : Chain(content, sectors, next);
        }

        var first = (uint)smallNext.Count;
        var count = (content.Length + 63) / 64;
        small.AddRange(Padded(content, count * 64, 0));
        for (var i = 1; i <= count; i++)
        {
            smallNext.Add(i == count ? End : first + (uint)i);
        }

        return first;
    }

    private static uint Chain(byte[] content, List<byte[]> sectors, List<uint> next)
    {
        var first = (uint)sectors.Count;
        var pieces = content.Chunk(Sector).ToList();
        for (var i = 0; i < pieces.Count; i++)
        {
            sectors.Add(Padded(pieces[i], Sector, 0));
            next.Add(i == pieces.Count - 1 ? End : first + (uint)i + 1);
        }

        return first;
    }

    // Children of a storage hang on each other's right sides: a tree that nothing balances.
    private byte[] Directory(List<uint> starts, int smallLength)
    {
        var directory = new byte[(_entries.Count + 3) / 4 * Sector];
        for (var i = 0; i < _entries.Count; i++)
        {
            var (name, parent, content) = _entries[i];
            var entry = directory.AsSpan(i * 128, 128);
            Encoding.Unicode.GetBytes(name, entry);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[64..], (ushort)((name.Length * 2) + 2));
            entry[66] = i == 0 ? (byte)5 : content is null ? (byte)1 : (byte)2;
            Write(entry, 68, Free);
            Write(entry, 72, Next(parent, i + 1));
            Write(entry, 76, Next(i, 1));
            Write(entry, 116, starts[i]);
            Write(entry, 120, (uint)(i == 0 ? smallLength : content?.Length ?? 0));
        }

        return directory;
    }

    private uint Next(int parent, int from)
    {
        var found = parent < 0 ? -1 : _entries.FindIndex(Math.Min(from, _entries.Count), entry => entry.Parent == parent);
        return found < 0 ? Free : (uint)found;
    }

    private static byte[] Header(uint directory, uint smallTable, int smallTables, int firstTable, int tables)
    {
        var header = new byte[Sector];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(header, 0);
        Write(header, 24, 0x0003003E);
        Write(header, 28, 0x0009FFFE);
        Write(header, 32, 6);
        Write(header, 44, (uint)tables);
        Write(header, 48, directory);
        Write(header, 56, Smallest);
        Write(header, 60, smallTable);
        Write(header, 64, (uint)smallTables);
        Write(header, 68, End);
        for (var i = 0; i < 109; i++)
        {
            Write(header, 76 + (i * 4), i < tables ? (uint)(firstTable + i) : Free);
        }

        return header;
    }

    private static byte[] Bytes(List<uint> numbers, uint filler)
    {
        var bytes = new byte[(numbers.Count + 127) / 128 * Sector];
        for (var i = 0; i < bytes.Length / 4; i++)
        {
            Write(bytes, i * 4, i < numbers.Count ? numbers[i] : filler);
        }

        return bytes;
    }

    private static byte[] Padded(byte[] content, int length, byte filler) => [.. content, .. Enumerable.Repeat(filler, length - content.Length)];

    private static void Write(Span<byte> bytes, int at, uint number) => BinaryPrimitives.WriteUInt32LittleEndian(bytes[at..], number);
}
