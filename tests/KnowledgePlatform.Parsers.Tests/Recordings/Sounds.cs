using System.Text;

namespace KnowledgePlatform.Parsers.Tests.Recordings;

/// <summary>Recordings made for a test.</summary>
internal static class Sounds
{
    /// <summary>A WAV file of a tone.</summary>
    /// <param name="seconds">How long.</param>
    /// <param name="rate">Samples a second.</param>
    /// <param name="loudness">0 to 1, by the second.</param>
    public static byte[] Tone(double seconds, int rate = 16_000, Func<double, double>? loudness = null)
    {
        var samples = new short[(int)(seconds * rate)];
        for (var i = 0; i < samples.Length; i++)
        {
            var at = (double)i / rate;
            samples[i] = (short)(Math.Sin(at * 2 * Math.PI * 440) * 20_000 * (loudness?.Invoke(at) ?? 1));
        }

        return Wave(1, 1, rate, 16, Bytes(samples));
    }

    /// <summary>A WAV file.</summary>
    public static byte[] Wave(int code, int channels, int rate, int bits, byte[] samples, uint? length = null)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        writer.Write(Encoding.ASCII.GetBytes("RIFF"));
        writer.Write(length ?? (uint)(samples.Length + 44));
        // A note of the machine that recorded it, of odd length, comes first.
        writer.Write(Encoding.ASCII.GetBytes("WAVELIST"));
        writer.Write(5);
        writer.Write(Encoding.ASCII.GetBytes("INFO.\0fmt "));
        writer.Write(16);
        writer.Write((short)code);
        writer.Write((short)channels);
        writer.Write(rate);
        writer.Write(rate * channels * bits / 8);
        writer.Write((short)(channels * bits / 8));
        writer.Write((short)bits);
        writer.Write(Encoding.ASCII.GetBytes("data"));
        writer.Write(length ?? (uint)samples.Length);
        writer.Write(samples);
        return file.ToArray();
    }

    /// <summary>Samples as bytes.</summary>
    public static byte[] Bytes<T>(T[] samples)
        where T : struct
    {
        var bytes = new byte[Buffer.ByteLength(samples)];
        Buffer.BlockCopy(samples, 0, bytes, 0, bytes.Length);
        return bytes;
    }
}
