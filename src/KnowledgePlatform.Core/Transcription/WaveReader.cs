using System.Buffers.Binary;
using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Transcription;

/// <summary>Reads WAV files. A header and then samples: a loop over them in constant memory, so that it needs no process of its own.</summary>
internal static class WaveReader
{
    private const int FramesAtOnce = 16_384;
    private const int LongestFormat = 1 << 16;

    // Written by programs that did not know the length: the samples go on to the end of the file.
    private const uint ToTheEnd = 0xFFFF_FFFF;

    /// <summary>True for a file that begins as WAV files do.</summary>
    public static bool IsWave(ReadOnlySpan<byte> head) =>
        head.Length >= 12 && (head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8)) && head[8..].StartsWith("WAVE"u8);

    /// <summary>Writes the samples as <see cref="SoundPiece.Samples"/>.</summary>
    /// <param name="file">The file, from its beginning.</param>
    /// <param name="output">Where they go.</param>
    /// <param name="maxBytes">Written at most.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>False when its samples are coded in a way that needs a decoder, and nothing was written.</returns>
    /// <exception cref="InvalidDataException">It is damaged: no sample can be read.</exception>
    public static async Task<bool> DecodeAsync(Stream file, Stream output, long maxBytes, CancellationToken cancellationToken)
    {
        WaveFormat? format = null;
        var isDescribed = false;
        file.Position = 12;
        var head = new byte[8];
        while (await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) == head.Length)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(head.AsSpan(4));
            if (head.AsSpan().StartsWith("data"u8))
            {
                if (format is not null)
                {
                    await CopyAsync(file, length == ToTheEnd ? long.MaxValue : length, format, output, maxBytes, cancellationToken).ConfigureAwait(false);
                }

                return isDescribed ? format is not null : throw new InvalidDataException("samples without a format");
            }

            var next = file.Position + length + (length & 1);
            if (head.AsSpan().StartsWith("fmt "u8))
            {
                var chunk = new byte[Math.Min(length, LongestFormat)];
                var got = await file.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                (format, isDescribed) = (WaveFormat.Read(chunk.AsSpan(0, got)), true);
            }

            if (next > file.Length)
            {
                break;
            }

            file.Position = next;
        }

        throw new InvalidDataException("no samples");
    }

    private static async Task CopyAsync(Stream file, long length, WaveFormat format, Stream output, long maxBytes, CancellationToken cancellationToken)
    {
        var resampler = new Resampler(format.Rate);
        var buffer = new byte[FramesAtOnce * format.Frame];
        using var samples = new MemoryStream();
        for (long written = 0; length > 0 && written < maxBytes; written += samples.Length)
        {
            var wanted = (int)Math.Min(length, buffer.Length);
            var got = await file.ReadAtLeastAsync(buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            samples.SetLength(0);
            for (var at = 0; at + format.Frame <= got; at += format.Frame)
            {
                resampler.Add(format.Moment(buffer.AsSpan(at, format.Frame)), samples);
            }

            await output.WriteAsync(samples.GetBuffer().AsMemory(0, (int)Math.Min(samples.Length, maxBytes - written)), cancellationToken).ConfigureAwait(false);
            length = got < wanted ? 0 : length - got;
        }
    }
}
