using System.Buffers.Binary;
using System.Text;

namespace KnowledgePlatform.Parsers.Outlook;

/// <summary>Unpacks the Rich Text of a message ([MS-OXRTFCP]): runs that came before are named by their place in a ring of 4,096 bytes, which begins with words that Rich Text often has.</summary>
internal static class CompressedRtf
{
    private const int HeaderLength = 16;
    private const uint Compressed = 0x75465A4C;
    private const uint Stored = 0x414C454D;
    private const int RingLength = 4096;

    // [MS-OXRTFCP] 2.1.2.1.
    private const string Beginning = "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier"
        + "{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

    /// <summary>The Rich Text, at most <paramref name="most"/> bytes of it; a run is at most 17 bytes long, so that nothing grows more than ninefold.</summary>
    /// <exception cref="InvalidDataException">Not packed like this.</exception>
    public static byte[] Unpack(ReadOnlySpan<byte> packed, long most)
    {
        if (packed.Length < HeaderLength)
        {
            throw new InvalidDataException("no header");
        }

        var length = (int)Math.Min(Math.Min(most, Array.MaxLength), BinaryPrimitives.ReadUInt32LittleEndian(packed[4..]));
        return BinaryPrimitives.ReadUInt32LittleEndian(packed[8..]) switch
        {
            Stored => packed[HeaderLength..Math.Min(packed.Length, HeaderLength + length)].ToArray(),
            Compressed => Unpack(packed[HeaderLength..], length),
            _ => throw new InvalidDataException("kind of compression"),
        };
    }

    private static byte[] Unpack(ReadOnlySpan<byte> packed, int length)
    {
        var ring = new byte[RingLength];
        var at = Encoding.ASCII.GetBytes(Beginning, ring);
        var text = new List<byte>(Math.Min(length, packed.Length * 4));
        for (var i = 0; i < packed.Length && text.Count < length;)
        {
            var control = packed[i++];
            for (var bit = 0; bit < 8 && i < packed.Length && text.Count < length; bit++)
            {
                if ((control >> bit & 1) == 0)
                {
                    Add(packed[i++]);
                    continue;
                }

                if (i + 1 >= packed.Length)
                {
                    return [.. text];
                }

                var from = packed[i] << 4 | packed[i + 1] >> 4;
                var count = (packed[i + 1] & 0xF) + 2;
                i += 2;
                if (from == at)
                {
                    return [.. text];
                }

                for (; count > 0; count--, from++)
                {
                    Add(ring[from % RingLength]);
                }
            }
        }

        return [.. text];

        void Add(byte value)
        {
            text.Add(value);
            ring[at] = value;
            at = (at + 1) % RingLength;
        }
    }
}
