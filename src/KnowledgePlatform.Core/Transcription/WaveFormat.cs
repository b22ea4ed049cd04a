using System.Buffers.Binary;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>How a WAV file keeps its samples.</summary>
/// <param name="Code">1: whole numbers, 3: floating point, 6: A-law, 7: µ-law, as dictation machines and telephones use.</param>
/// <param name="Channels">Samples of one moment.</param>
/// <param name="Rate">Moments a second.</param>
/// <param name="Bytes">Bytes of a sample.</param>
internal sealed record WaveFormat(int Code, int Channels, int Rate, int Bytes)
{
    private const int Extensible = 0xFFFE;
    private const int Whole = 1;
    private const int Float = 3;
    private const int ALaw = 6;
    private const int MuLaw = 7;

    /// <summary>Bytes of one moment.</summary>
    public int Frame => Channels * Bytes;

    /// <summary>Reads the content of a "fmt " chunk; null when it makes no sense, or needs a decoder.</summary>
    public static WaveFormat? Read(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < 16)
        {
            return null;
        }

        var code = (int)BinaryPrimitives.ReadUInt16LittleEndian(chunk);
        // The long form names the same codes at the beginning of an identifier.
        code = code == Extensible && chunk.Length >= 26 ? BinaryPrimitives.ReadUInt16LittleEndian(chunk[24..]) : code;
        var format = new WaveFormat(
            code, BinaryPrimitives.ReadUInt16LittleEndian(chunk[2..]), (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..])),
            (BinaryPrimitives.ReadUInt16LittleEndian(chunk[14..]) + 7) / 8);
        var isKnown = (format.Code, format.Bytes) is (Whole, >= 1 and <= 4) or (Float, 4 or 8) or (ALaw or MuLaw, 1);
        return isKnown && format.Channels is >= 1 and <= 64 && format.Rate is >= 2_000 and <= 768_000 ? format : null;
    }

    /// <summary>The mean of a moment's channels, from -1 to 1.</summary>
    public double Moment(ReadOnlySpan<byte> frame)
    {
        double sum = 0;
        for (var i = 0; i < frame.Length; i += Bytes)
        {
            sum += Sample(frame.Slice(i, Bytes));
        }

        return sum / Channels;
    }

    private double Sample(ReadOnlySpan<byte> sample) => (Code, Bytes) switch
    {
        (Whole, 1) => (sample[0] - 128) / 128.0,
        (Whole, 2) => BinaryPrimitives.ReadInt16LittleEndian(sample) / 32_768.0,
        (Whole, 3) => ((sample[0] << 8) | (sample[1] << 16) | (sample[2] << 24)) / 2_147_483_648.0,
        (Whole, _) => BinaryPrimitives.ReadInt32LittleEndian(sample) / 2_147_483_648.0,
        (Float, 4) => BinaryPrimitives.ReadSingleLittleEndian(sample),
        (Float, _) => BinaryPrimitives.ReadDoubleLittleEndian(sample),
        (ALaw, _) => OfALaw(sample[0]),
        _ => OfMuLaw(sample[0]),
    };

    // ITU-T G.711: sign, three bits of exponent, four of the number.
    private static double OfALaw(byte coded)
    {
        var value = coded ^ 0x55;
        var (exponent, number) = ((value >> 4) & 7, value & 15);
        var size = exponent == 0 ? (number << 4) + 8 : ((number << 4) + 0x108) << (exponent - 1);
        return ((value & 0x80) != 0 ? size : -size) / 32_768.0;
    }

    private static double OfMuLaw(byte coded)
    {
        var value = ~coded;
        var size = ((((value & 15) << 3) + 0x84) << ((value >> 4) & 7)) - 0x84;
        return ((value & 0x80) != 0 ? -size : size) / 32_768.0;
    }
}
