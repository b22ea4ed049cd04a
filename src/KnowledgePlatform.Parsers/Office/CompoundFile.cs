using System.Buffers.Binary;
using System.Text;

namespace KnowledgePlatform.Parsers.Office;

/// <summary>A storage or stream in a compound file.</summary>
/// <param name="Number">Its place in the directory.</param>
/// <param name="Name">Its name within its storage.</param>
/// <param name="IsStorage">True for a storage, false for a stream.</param>
/// <param name="Size">Length of a stream in bytes, as it claims.</param>
internal sealed record CompoundEntry(int Number, string Name, bool IsStorage, long Size);

/// <summary>
/// The container of Office before 2007 and of Outlook ([MS-CFB], version 3 and 4), for reading: streams are chains of sectors in a table, storages are
/// trees in a directory. Nothing in it is believed: a chain has no more sectors than the file, an entry belongs to one storage only, and streams that share sectors end the reading.
/// </summary>
internal sealed class CompoundFile
{
    private const int HeaderLength = 512;
    private const int InHeader = 109; // sectors of the table that the header names
    private const int EntryLength = 128;
    private const int MiniShift = 6;
    private const int MostReadings = 4; // a reader asks for a stream twice at most
    private const uint LastRegular = 0xFFFFFFFA;
    private const uint NoEntry = 0xFFFFFFFF;

    private readonly Stream _stream;
    private readonly int _shift;
    private readonly uint _sectors;
    private readonly uint[] _table;
    private readonly uint[] _miniTable;
    private readonly uint _smallest;
    private readonly byte[] _directory;
    private readonly List<uint> _miniSectors;
    private readonly bool[] _isClaimed;
    private readonly Dictionary<int, IReadOnlyList<CompoundEntry>> _children = [];
    private long _left;

    private CompoundFile(Stream stream)
    {
        _stream = stream;
        _left = stream.Length * MostReadings;
        var header = new byte[HeaderLength];
        stream.Position = 0;
        stream.ReadExactly(header);
        _shift = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(30));
        if (_shift is not (9 or 12))
        {
            throw new InvalidDataException("sector size");
        }

        _sectors = (uint)Math.Min(LastRegular, Math.Max(0, ((stream.Length + (1 << _shift) - 1) >> _shift) - 1));
        _table = ReadTable(header);
        _smallest = Number(header, 56);
        _directory = ReadSectors(Chain(Number(header, 48)));
        _miniTable = ToNumbers(ReadSectors(Chain(Number(header, 60))));
        if (_directory.Length < EntryLength)
        {
            throw new InvalidDataException("no directory");
        }

        _isClaimed = new bool[_directory.Length / EntryLength];
        Root = EntryAt(0);
        _miniSectors = Chain(Number(At(0), 116));
    }

    /// <summary>The storage that holds all others.</summary>
    public CompoundEntry Root { get; }

    /// <summary>Reads the tables and the directory.</summary>
    /// <exception cref="EndOfStreamException">The file ends too early.</exception>
    /// <exception cref="InvalidDataException">It contradicts itself.</exception>
    public static CompoundFile Open(Stream stream) => new(stream);

    /// <summary>What a storage holds, in no order.</summary>
    /// <exception cref="InvalidDataException">An entry is met a second time.</exception>
    public IReadOnlyList<CompoundEntry> Children(CompoundEntry storage)
    {
        if (_children.TryGetValue(storage.Number, out var known))
        {
            return known;
        }

        var found = new List<CompoundEntry>();
        var waiting = new Stack<uint>();
        waiting.Push(Number(At(storage.Number), 76));
        while (waiting.TryPop(out var number))
        {
            if (number == NoEntry)
            {
                continue;
            }

            if (number >= _isClaimed.Length || _isClaimed[number])
            {
                throw new InvalidDataException("directory");
            }

            _isClaimed[number] = true;
            found.Add(EntryAt((int)number));
            waiting.Push(Number(At((int)number), 68));
            waiting.Push(Number(At((int)number), 72));
        }

        return _children[storage.Number] = found;
    }

    /// <summary>The first <paramref name="most"/> bytes of a stream.</summary>
    /// <exception cref="InvalidDataException">It claims to be longer than the file, or its chain ends before it.</exception>
    public byte[] Read(CompoundEntry stream, long most)
    {
        if (stream.Size > _stream.Length)
        {
            throw new InvalidDataException("stream size");
        }

        var content = new byte[(int)Math.Min(Math.Min(stream.Size, most), Array.MaxLength)];
        _left -= content.Length;
        if (_left < 0)
        {
            throw new InvalidDataException("streams that share sectors");
        }

        var start = Number(At(stream.Number), 116);
        if (stream.Size < _smallest)
        {
            ReadMini(start, content);
        }
        else
        {
            ReadWhole(Chain(start, (content.Length >> _shift) + 1), content);
        }

        return content;
    }

    private void ReadWhole(List<uint> chain, Span<byte> content)
    {
        foreach (var sector in chain)
        {
            var length = Math.Min(content.Length, 1 << _shift);
            ReadAt(sector, 0, content[..length]);
            content = content[length..];
        }

        if (content.Length > 0)
        {
            throw new InvalidDataException("chain too short");
        }
    }

    // Small streams lie in sectors of 64 bytes within the root's own stream, with a table of their own.
    private void ReadMini(uint mini, Span<byte> content)
    {
        var perSector = _shift - MiniShift;
        while (content.Length > 0)
        {
            if (mini >= _miniTable.Length || mini >> perSector >= _miniSectors.Count)
            {
                throw new InvalidDataException("small chain");
            }

            var length = Math.Min(content.Length, 1 << MiniShift);
            ReadAt(_miniSectors[(int)(mini >> perSector)], (int)(mini & ((1u << perSector) - 1)) << MiniShift, content[..length]);
            content = content[length..];
            mini = _miniTable[mini];
        }
    }

    // No more of the table than describes the file: its own sectors are named in the header, then in a chain of lists.
    private uint[] ReadTable(byte[] header)
    {
        var perSector = (1 << _shift) / sizeof(uint);
        var needed = (int)((_sectors + perSector - 1) / perSector);
        var named = new List<uint>(needed);
        named.AddRange(ToNumbers(header.AsSpan(76, InHeader * sizeof(uint))));
        var list = new byte[1 << _shift];
        var next = Number(header, 68);
        for (var read = 0u; named.Count < needed && next < LastRegular && read < _sectors; read++)
        {
            ReadAt(next, 0, list);
            var numbers = ToNumbers(list);
            named.AddRange(numbers[..^1]);
            next = numbers[^1];
        }

        return ToNumbers(ReadSectors([.. named.Take(needed).TakeWhile(sector => sector < LastRegular)]));
    }

    private List<uint> Chain(uint start, int most = int.MaxValue)
    {
        var chain = new List<uint>();
        for (var sector = start; sector < LastRegular && chain.Count < most; sector = _table[sector])
        {
            if (sector >= _table.Length || sector >= _sectors || chain.Count >= _sectors)
            {
                throw new InvalidDataException("chain");
            }

            chain.Add(sector);
        }

        return chain;
    }

    private byte[] ReadSectors(List<uint> sectors)
    {
        var content = new byte[checked(sectors.Count << _shift)];
        for (var i = 0; i < sectors.Count; i++)
        {
            ReadAt(sectors[i], 0, content.AsSpan(i << _shift, 1 << _shift));
        }

        return content;
    }

    // The last sector may be cut off at its end.
    private void ReadAt(uint sector, int offset, Span<byte> content)
    {
        if (sector >= _sectors)
        {
            throw new InvalidDataException("sector");
        }

        _stream.Position = (((long)sector + 1) << _shift) + offset;
        _stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
    }

    private CompoundEntry EntryAt(int number)
    {
        var entry = At(number);
        var length = Math.Clamp(BinaryPrimitives.ReadUInt16LittleEndian(entry[64..]) - 2, 0, 62);
        // Version 3 leaves the upper half of the size undefined.
        var size = _shift == 9 ? Number(entry, 120) : BinaryPrimitives.ReadInt64LittleEndian(entry[120..]);
        return new CompoundEntry(number, Encoding.Unicode.GetString(entry[..length]), entry[66] is 1 or 5, size < 0 ? long.MaxValue : size);
    }

    private ReadOnlySpan<byte> At(int number) => _directory.AsSpan(number * EntryLength, EntryLength);

    private static uint Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static uint[] ToNumbers(ReadOnlySpan<byte> bytes)
    {
        var numbers = new uint[bytes.Length / sizeof(uint)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = Number(bytes, i * sizeof(uint));
        }

        return numbers;
    }
}
