using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Outlook;

/// <summary>Writes messages as Outlook saves them ([MS-OXMSG]).</summary>
internal sealed class OutlookMessage
{
    private readonly CompoundBuilder _file = new();
    private readonly int _storage;
    private readonly int _header;
    private readonly List<byte> _short = [];
    private int _recipients;
    private int _attachments;

    public OutlookMessage() => _header = 32;

    private OutlookMessage(CompoundBuilder file, int storage, int header) => (_file, _storage, _header) = (file, storage, header);

    /// <summary>The container.</summary>
    public CompoundBuilder File => _file;

    public OutlookMessage Text(int id, string text) => Bytes(id, 0x001F, Encoding.Unicode.GetBytes(text));

    public OutlookMessage Bytes(int id, int type, byte[] content)
    {
        _file.Stream(string.Create(CultureInfo.InvariantCulture, $"__substg1.0_{id:X4}{type:X4}"), content, _storage);
        return this;
    }

    public OutlookMessage Number(int id, int type, long value)
    {
        Span<byte> property = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(property, ((uint)id << 16) | (uint)type);
        BinaryPrimitives.WriteInt64LittleEndian(property[8..], value);
        _short.AddRange(property);
        return this;
    }

    public OutlookMessage Recipient(int type, string name, string address)
    {
        New($"__recip_version1.0_#{_recipients++:X8}", 8).Number(0x0C15, 0x0003, type).Text(0x3001, name).Text(0x39FE, address).Close();
        return this;
    }

    public OutlookMessage Attachment(Action<OutlookMessage> fill)
    {
        var attachment = New($"__attach_version1.0_#{_attachments++:X8}", 8);
        fill(attachment);
        attachment.Close();
        return this;
    }

    /// <summary>Fills a message within an attachment.</summary>
    public OutlookMessage Embedded(Action<OutlookMessage> fill)
    {
        var message = Number(0x3705, 0x0003, 5).New("__substg1.0_3701000D", 24);
        fill(message);
        message.Close();
        return this;
    }

    public byte[] Build()
    {
        Close();
        return _file.Build();
    }

    private OutlookMessage New(string name, int header) => new(_file, _file.Storage(name, _storage), header);

    private void Close() => _file.Stream("__properties_version1.0", [.. new byte[_header], .. _short], _storage);
}
