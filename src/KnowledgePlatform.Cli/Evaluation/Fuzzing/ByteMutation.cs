using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Cli.Evaluation.Fuzzing;

/// <summary>Mutations that know nothing of a format.</summary>
internal static class ByteMutation
{
    private const int MostFlips = 32;
    private const int LongestRun = 256;
    private const int LongestCopy = 8 * 1024;
    private const int MostCopies = 40;

    // Where sizes, offsets and counts overflow.
    private static readonly uint[] Edges = [0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFF0, 0xFFFFFFFF];
    private static readonly string[] Numbers = ["0", "-1", "65536", "2147483647", "2147483648", "-2147483649", "99999999999999999999", "1e308", "0.0000001"];

    /// <summary>One mutation, drawn by <paramref name="random"/>, and what it was.</summary>
    /// <param name="bytes">What is mutated; left as it is.</param>
    /// <param name="random">Draws.</param>
    public static (byte[] Bytes, string How) Apply(byte[] bytes, Random random)
    {
        if (bytes.Length < 2)
        {
            return ([.. bytes, (byte)random.Next(256)], "a byte added");
        }

        return random.Next(7) switch
        {
            0 or 1 => Flip(bytes, random),
            2 => SetRun(bytes, random),
            3 => Repeat(bytes, random),
            4 => Delete(bytes, random),
            5 => SetEdge(bytes, random),
            _ => SetNumber(bytes, random),
        };
    }

    /// <summary>The file without its end.</summary>
    public static (byte[] Bytes, string How) CutOff(byte[] bytes, Random random)
    {
        var length = 1 + random.Next(Math.Max(1, bytes.Length - 1));
        return (bytes[..length], Told($"cut off after {length} of {bytes.Length} bytes"));
    }

    /// <summary>The beginning of one file and the end of another.</summary>
    public static (byte[] Bytes, string How) Splice(byte[] bytes, byte[] other, string otherName, Random random)
    {
        var (before, after) = (random.Next(bytes.Length), random.Next(other.Length));
        return ([.. bytes.AsSpan(0, before), .. other.AsSpan(after)], Told($"its first {before} bytes, then {otherName} from {after} on"));
    }

    private static (byte[] Bytes, string How) Flip(byte[] bytes, Random random)
    {
        var copy = bytes.ToArray();
        var count = 1 + random.Next(MostFlips);
        for (var i = 0; i < count; i++)
        {
            copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        }

        return (copy, Told($"{count} bits flipped"));
    }

    private static (byte[] Bytes, string How) SetRun(byte[] bytes, Random random)
    {
        var copy = bytes.ToArray();
        var (at, length) = Run(copy, LongestRun, random);
        var value = random.Next(4) switch { 0 => 0, 1 => 0xFF, 2 => '9', _ => -1 };
        for (var i = at; i < at + length; i++)
        {
            copy[i] = (byte)(value < 0 ? random.Next(256) : value);
        }

        return (copy, Told($"{length} bytes at {at} set to {(value < 0 ? "noise" : value)}"));
    }

    private static (byte[] Bytes, string How) Repeat(byte[] bytes, Random random)
    {
        var (at, length) = Run(bytes, LongestCopy, random);
        var times = 1 + random.Next(MostCopies);
        using var copy = new MemoryStream();
        copy.Write(bytes.AsSpan(0, at + length));
        for (var i = 0; i < times; i++)
        {
            copy.Write(bytes.AsSpan(at, length));
        }

        copy.Write(bytes.AsSpan(at + length));
        return (copy.ToArray(), Told($"{length} bytes at {at} repeated {times} times"));
    }

    private static (byte[] Bytes, string How) Delete(byte[] bytes, Random random)
    {
        var (at, length) = Run(bytes, LongestCopy, random);
        return ([.. bytes.AsSpan(0, at), .. bytes.AsSpan(at + length)], Told($"{length} bytes at {at} deleted"));
    }

    private static (byte[] Bytes, string How) SetEdge(byte[] bytes, Random random)
    {
        var copy = bytes.ToArray();
        var edge = Edges[random.Next(Edges.Length)];
        var at = random.Next(Math.Max(1, copy.Length - sizeof(uint)));
        Span<byte> value = stackalloc byte[sizeof(uint)];
        if (random.Next(2) == 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(value, edge);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(value, edge);
        }

        value[..Math.Min(value.Length, copy.Length - at)].CopyTo(copy.AsSpan(at));
        return (copy, Told($"four bytes at {at} set to {edge:X}"));
    }

    // The first number in decimal digits after a place; formats that are text say their sizes so.
    private static (byte[] Bytes, string How) SetNumber(byte[] bytes, Random random)
    {
        var start = random.Next(bytes.Length);
        var at = bytes.AsSpan(start).IndexOfAnyInRange((byte)'0', (byte)'9');
        if (at < 0)
        {
            return Flip(bytes, random);
        }

        at += start;
        var end = at;
        while (end < bytes.Length && char.IsAsciiDigit((char)bytes[end]))
        {
            end++;
        }

        var number = Numbers[random.Next(Numbers.Length)];
        return ([.. bytes.AsSpan(0, at), .. Encoding.ASCII.GetBytes(number), .. bytes.AsSpan(end)], Told($"the number at {at} set to {number}"));
    }

    // Short runs are more likely: a long one leaves little of the file.
    private static (int At, int Length) Run(byte[] bytes, int longest, Random random)
    {
        var length = 1 + random.Next(1 + random.Next(Math.Min(longest, bytes.Length - 1)));
        return (random.Next(bytes.Length - length + 1), length);
    }

    private static string Told(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
