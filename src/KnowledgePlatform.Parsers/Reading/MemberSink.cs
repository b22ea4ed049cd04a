using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Hands out the files within a file, piece by piece, within the limits on their number, their sizes and how far they may unpack.</summary>
internal sealed class MemberSink(DocumentSink sink)
{
    private const int PieceBytes = 256 << 10;
    private const long RatioCountsFrom = 1 << 20;

    private int _count;
    private long _bytes;
    private int _unnamed;
    private bool _isFull;

    /// <summary>Hands out a member; what hinders it is reported as a skipped part and the reading goes on.</summary>
    /// <param name="path">Its path or name, as the file gives it.</param>
    /// <param name="packedBytes">Bytes that it takes in the file, 0 when that says nothing.</param>
    /// <param name="open">Opens its content, unpacked; a fault of the content may come out of it or of reading.</param>
    /// <returns>True when it went out whole; false for an empty one, too.</returns>
    public bool Add(string? path, long packedBytes, Func<Stream> open)
    {
        var name = MemberPath.Clean(path) ?? $"unnamed {++_unnamed}";
        if (!HasRoom())
        {
            return false;
        }

        _count++;
        sink.Send(new MemberMessage(name));
        string? missing;
        var before = _bytes;
        try
        {
            using var content = open();
            missing = Copy(content, packedBytes);
        }
        catch (Exception fault) when (fault is not (OutOfMemoryException or ParentGoneException))
        {
            missing = $"is damaged ({FaultWords.Of(fault)})";
        }

        var isEmpty = missing is null && _bytes == before;
        sink.Send(new MemberEndMessage(missing is null && !isEmpty));
        if (isEmpty)
        {
            sink.Skip(null, $"“{MemberPath.Short(name)}” is empty.", unread: false);
        }

        if (missing is not null)
        {
            sink.Skip(null, $"“{MemberPath.Short(name)}” {missing} and was not taken out.", unread: true);
        }

        return missing is null && !isEmpty;
    }

    // The first that finds no room says so for all that follow.
    private bool HasRoom()
    {
        var (limits, full) = (sink.Limits, _isFull);
        _isFull |= _count >= limits.MaxMembers || _bytes >= limits.MaxMembersBytes;
        if (_isFull && !full)
        {
            sink.Skip(null, _count >= limits.MaxMembers
                ? $"The file holds more than {limits.MaxMembers:N0} files (Parsing:Limits:MaxMembers, Ingestion:MaxMembersInAll); those after that were not taken out."
                : $"The files in this file come to more than {Megabytes(limits.MaxMembersBytes)} MB (Parsing:Limits:MaxMembersBytes, Ingestion:MaxMemberBytesInAll); the rest was not taken out.", unread: true);
        }

        return !_isFull;
    }

    private string? Copy(Stream content, long packedBytes)
    {
        var limits = sink.Limits;
        var most = packedBytes > 0 ? Math.Max(RatioCountsFrom, packedBytes * limits.MaxCompressionRatio) : long.MaxValue;
        var buffer = new byte[PieceBytes];
        long length = 0;
        int read;
        while ((read = content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0)
        {
            length += read;
            _bytes += read;
            if (length > limits.MaxMemberBytes)
            {
                return $"is larger than {Megabytes(limits.MaxMemberBytes)} MB (Parsing:Limits:MaxMemberBytes, Files:MaxBytes)";
            }

            if (length > most)
            {
                return $"unpacks to more than {limits.MaxCompressionRatio:N0} times its packed size (Parsing:Limits:MaxCompressionRatio), as files do that are made to fill a disk,";
            }

            if (_bytes > limits.MaxMembersBytes)
            {
                _isFull = true;
                return $"goes, with the files before it, beyond {Megabytes(limits.MaxMembersBytes)} MB (Parsing:Limits:MaxMembersBytes, Ingestion:MaxMemberBytesInAll); it, with all that follow,";
            }

            sink.Send(new MemberBytesMessage(buffer[..read]));
        }

        return null;
    }

    private static string Megabytes(long bytes) => (bytes / 1_000_000.0).ToString("#,##0.#", System.Globalization.CultureInfo.InvariantCulture);
}
