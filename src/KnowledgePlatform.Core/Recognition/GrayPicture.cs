using System.Globalization;
using System.Text;

namespace KnowledgePlatform.Core.Recognition;

/// <summary>A picture of a page: a byte a pixel, 0 black to 255 white, rows from the top.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Pixels">As many as width times height.</param>
internal sealed record GrayPicture(int Width, int Height, Memory<byte> Pixels)
{
    private const int LongestHeader = 64;

    /// <summary>True for a page of ruled tables, whose columns are not to be read one after the other.</summary>
    public bool IsTabular { get; init; }

    /// <summary>Reads a raw PGM (netpbm: "P5", width, height, 255, one white space, pixels).</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static GrayPicture Read(byte[] pgm)
    {
        var header = Encoding.ASCII.GetString(pgm, 0, Math.Min(pgm.Length, LongestHeader));
        var parts = new List<string>();
        var at = 0;
        while (parts.Count < 4 && at < header.Length)
        {
            var start = at;
            while (at < header.Length && !char.IsWhiteSpace(header[at]))
            {
                at++;
            }

            if (at > start)
            {
                parts.Add(header[start..at]);
            }

            at++;
        }

        if (parts is not ["P5", var w, var h, "255"] || !Size(w, out var width) || !Size(h, out var height) || (long)width * height != pgm.Length - at)
        {
            throw new InvalidDataException("no picture came back");
        }

        return new GrayPicture(width, height, pgm.AsMemory(at));
    }

    /// <summary>As a raw PGM.</summary>
    public byte[] ToPgm() => [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"P5\n{Width} {Height}\n255\n")), .. Pixels.Span];

    /// <summary>Turned clockwise.</summary>
    /// <param name="degrees">0, 90, 180 or 270.</param>
    public GrayPicture Turn(int degrees)
    {
        if (degrees == 0)
        {
            return this;
        }

        var (width, height) = degrees == 180 ? (Width, Height) : (Height, Width);
        var turned = new byte[Pixels.Length];
        var pixels = Pixels.Span;
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                var to = degrees switch
                {
                    90 => (x * width) + (Height - 1 - y),
                    180 => ((Height - 1 - y) * width) + (Width - 1 - x),
                    _ => ((Width - 1 - x) * width) + y,
                };
                turned[to] = pixels[(y * Width) + x];
            }
        }

        return new GrayPicture(width, height, turned);
    }

    private static bool Size(string text, out int size) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size is > 0 and <= 100_000;
}
