using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KnowledgePlatform.ParserProtocol;

/// <summary>
/// Frames on the child's standard input (one request) and standard output (the answer).
/// <code>
///  byte 0       3 4                     4+n-1
///      +---------+-----------------------+
///      | n       | n bytes of UTF-8 JSON |   next frame follows at once
///      +---------+-----------------------+
///       int32, little endian, 1 to the reader's own limit
///
///  parent to child   ParseRequest                            then the pipe stays open: its end tells the child to end; another request only after one that Continues
///  child to parent   info? (page | skipped | member bytes* end)* outcome
///                                                           then the end of the stream; info and pages are missing when a protection was to be undone
/// </code>
/// </summary>
public static class ParserWire
{
    /// <summary>Version of requests and messages; parent and child are built together, a mixture is refused.</summary>
    public const int Version = 6;

    /// <summary>Exit status of a child that met its memory limit and could still say so.</summary>
    public const int OutOfMemoryExitCode = 70;

    private const int HeaderLength = sizeof(int);

    /// <summary>Writes one frame and flushes.</summary>
    public static void Write<T>(Stream stream, T message, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(stream);
        stream.Write(Frame(message, type));
        stream.Flush();
    }

    /// <summary>Writes one frame and flushes.</summary>
    public static async ValueTask WriteAsync<T>(Stream stream, T message, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await stream.WriteAsync(Frame(message, type), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads one frame's body; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">A length outside 1 to <paramref name="maxLength"/>, or a frame cut off.</exception>
    public static async ValueTask<byte[]?> ReadAsync(Stream stream, int maxLength, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var header = new byte[HeaderLength];
        var got = await stream.ReadAtLeastAsync(header, HeaderLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (got == 0)
        {
            return null;
        }

        var length = got == HeaderLength ? BinaryPrimitives.ReadInt32LittleEndian(header) : 0;
        if (length < 1 || length > maxLength)
        {
            throw new InvalidDataException($"frame of {length} bytes, {maxLength} accepted");
        }

        return await ReadBodyAsync(stream, length, cancellationToken).ConfigureAwait(false);
    }

    private static byte[] Frame<T>(T message, JsonTypeInfo<T> type)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(message, type);
        var frame = new byte[HeaderLength + body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, body.Length);
        body.CopyTo(frame, HeaderLength);
        return frame;
    }

    // Grows with what arrives: a header alone must not make the reader reserve what it promises.
    private static async ValueTask<byte[]> ReadBodyAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        const int FirstPiece = 1 << 20;
        var body = new byte[Math.Min(length, FirstPiece)];
        for (var filled = 0; ;)
        {
            filled += await stream.ReadAtLeastAsync(body.AsMemory(filled), body.Length - filled, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            if (filled < body.Length)
            {
                throw new InvalidDataException($"frame cut off after {filled} of {length} bytes");
            }

            if (filled == length)
            {
                return body;
            }

            Array.Resize(ref body, (int)Math.Min(length, body.Length * 2L));
        }
    }
}
