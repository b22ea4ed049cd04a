using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using KnowledgePlatform.Parsers.Office;
using KnowledgePlatform.Parsers.RichText;

namespace KnowledgePlatform.Parsers.Outlook;

/// <summary>The properties of a message, a recipient or an attachment ([MS-OXMSG]): short ones in one stream, others in a stream each, named by their tag ([MS-OXPROPS]).</summary>
internal sealed class OutlookItem
{
    private const int PropertyLength = 16;
    private const int OfMessage = 32;
    private const int OfEmbedded = 24;
    private const int OfOther = 8;
    private const int Unicode = 0x001F;
    private const int String8 = 0x001E;
    private const int Binary = 0x0102;
    private const int Storage = 0x000D;
    private const int Integer = 0x0003;
    private const int Boolean = 0x000B;
    private const int Time = 0x0040;

    private readonly CompoundFile _file;
    private readonly long _most;
    private readonly Dictionary<string, CompoundEntry> _entries = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<uint, long> _short = [];
    private readonly Encoding _encoding;

    private OutlookItem(CompoundFile file, CompoundEntry storage, int header, long most, Encoding? encoding)
    {
        (_file, _most) = (file, most);
        foreach (var entry in file.Children(storage))
        {
            _entries.TryAdd(entry.Name, entry);
        }

        var properties = _entries.TryGetValue("__properties_version1.0", out var stream) ? file.Read(stream, most) : [];
        for (var at = header; at + PropertyLength <= properties.Length; at += PropertyLength)
        {
            _short[BinaryPrimitives.ReadUInt32LittleEndian(properties.AsSpan(at))] = BinaryPrimitives.ReadInt64LittleEndian(properties.AsSpan(at + 8));
        }

        _encoding = encoding ?? RtfFonts.Of(Number(0x3FFD) ?? Number(0x3FDE) ?? 1252);
    }

    /// <summary>The message in the file.</summary>
    /// <param name="file">The container.</param>
    /// <param name="most">Bytes of a property that are read at most.</param>
    public static OutlookItem Message(CompoundFile file, long most) => new(file, file.Root, OfMessage, most, null);

    /// <summary>Recipients or attachments, in their order.</summary>
    /// <param name="kind">"recip" or "attach".</param>
    public IEnumerable<OutlookItem> All(string kind) =>
        _entries.Where(entry => entry.Value.IsStorage && entry.Key.StartsWith($"__{kind}_version1.0_#", StringComparison.OrdinalIgnoreCase))
            .OrderBy(entry => entry.Key, StringComparer.OrdinalIgnoreCase)
            .Select(entry => new OutlookItem(_file, entry.Value, OfOther, _most, _encoding));

    /// <summary>The message that is this attachment, or null.</summary>
    public OutlookItem? Embedded() => Entry(0x3701, Storage) is { IsStorage: true } storage ? new OutlookItem(_file, storage, OfEmbedded, _most, null) : null;

    /// <summary>A property of text, "" when it is missing.</summary>
    public string Text(int id)
    {
        if (Entry(id, Unicode) is { } unicode)
        {
            return Encoding.Unicode.GetString(_file.Read(unicode, _most)).TrimEnd('\0');
        }

        return Entry(id, String8) is { } narrow ? _encoding.GetString(_file.Read(narrow, _most)).TrimEnd('\0') : "";
    }

    /// <summary>A property of bytes, or null.</summary>
    /// <param name="id">Its tag.</param>
    /// <param name="most">Bytes that are read at most; null for what a text may have.</param>
    public byte[]? Bytes(int id, long? most = null) => Entry(id, Binary) is { IsStorage: false } bytes ? _file.Read(bytes, most ?? _most) : null;

    /// <summary>True when there is a property of bytes.</summary>
    public bool Has(int id) => Entry(id, Binary) is { IsStorage: false };

    /// <summary>A property that is a number, or null.</summary>
    public int? Number(int id) => _short.TryGetValue(Tag(id, Integer), out var value) ? (int)value : null;

    /// <summary>A property that says yes or no.</summary>
    public bool Is(int id) => _short.TryGetValue(Tag(id, Boolean), out var value) && (value & 0xFF) != 0;

    /// <summary>A property that is a moment, or null.</summary>
    public DateTimeOffset? Moment(int id)
    {
        try
        {
            return _short.TryGetValue(Tag(id, Time), out var value) && value > 0 ? DateTimeOffset.FromFileTime(value).ToUniversalTime() : null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private CompoundEntry? Entry(int id, int type) => _entries.GetValueOrDefault(string.Create(CultureInfo.InvariantCulture, $"__substg1.0_{id:X4}{type:X4}"));

    private static uint Tag(int id, int type) => ((uint)id << 16) | (uint)type;
}
