using System.Buffers.Binary;
using System.Text;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Tells sound recordings by their first bytes.</summary>
internal static class RecordingSigns
{
    // ISO 14496-12 has one box for all that is built upon it; these brands hold sound. HEIC and AVIF pictures name others.
    private static readonly string[] Brands = ["M4A ", "M4B ", "M4V ", "mp41", "mp42", "isom", "iso2", "iso4", "iso5", "iso6", "avc1", "dash", "qt  ", "3gp4", "3gp5", "3gp6", "3g2a"];

    // ISO 11172-3, table of bit rates of layer III in kbit/s: MPEG 1, and MPEG 2 with 2.5.
    private static readonly int[] BitRates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0];
    private static readonly int[] HalfBitRates = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
    private static readonly int[] Rates = [44_100, 48_000, 32_000, 0];

    /// <summary>True for WAV, MP3 with or without a tag, MP4 and M4A, OGG, FLAC.</summary>
    public static bool LooksLikeRecording(byte[] head) =>
        (Has(head, "RIFF", 0) && Has(head, "WAVE", 8)) || (Has(head, "RF64", 0) && Has(head, "WAVE", 8)) || Has(head, "OggS\0", 0) || Has(head, "fLaC", 0)
        || IsTag(head) || (Has(head, "ftyp", 4) && Brands.Any(brand => Has(head, brand, 8))) || IsMp3(head);

    // "ID3", one of its three versions, and a size whose bytes keep their highest bit free: no text begins so.
    private static bool IsTag(byte[] head) => Has(head, "ID3", 0) && head.Length >= 10 && head[3] is >= 2 and <= 4 && head[4] < 0xFF && head.AsSpan(6, 4).IndexOfAnyInRange((byte)0x80, (byte)0xFF) < 0;

    // Two bytes alone are too little: a second frame has to stand where the first one ends.
    private static bool IsMp3(byte[] head) => FrameLength(head) is > 0 and var length && FrameLength(head.AsSpan(Math.Min(length, head.Length))) > 0;

    private static int FrameLength(ReadOnlySpan<byte> at)
    {
        if (at.Length < 4)
        {
            return 0;
        }

        var header = BinaryPrimitives.ReadUInt32BigEndian(at);
        var version = (header >> 19) & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
        var isLayer3 = ((header >> 17) & 3) == 1;
        var rate = Rates[(header >> 10) & 3] >> (version == 3 ? 0 : version == 2 ? 1 : 2);
        var kilobits = (version == 3 ? BitRates : HalfBitRates)[(header >> 12) & 15];
        return header >> 21 != 0x7FF || version == 1 || !isLayer3 || rate == 0 || kilobits == 0
            ? 0 : (int)(((version == 3 ? 144_000 : 72_000) * kilobits / rate) + ((header >> 9) & 1));
    }

    private static bool Has(byte[] head, string magic, int at) => head.Length >= at + magic.Length && Encoding.Latin1.GetString(head, at, magic.Length) == magic;
}
