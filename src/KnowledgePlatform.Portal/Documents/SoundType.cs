namespace KnowledgePlatform.Portal.Documents;

/// <summary>The media type of a recording by its first bytes: a closed list of sounds, none of which a browser runs or draws, whatever else the file holds.</summary>
internal static class SoundType
{
    private const int HeadBytes = 12;

    /// <summary>The type, or null when the file begins as no recording does.</summary>
    public static async Task<string?> OfAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        var head = new byte[HeadBytes];
        await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken);
        return Of(head);
    }

    private static string? Of(ReadOnlySpan<byte> head) =>
        head.StartsWith("RIFF"u8) || head.StartsWith("RF64"u8) ? "audio/wav"
        : head.StartsWith("ID3"u8) || (head[0] == 0xFF && (head[1] & 0xE0) == 0xE0) ? "audio/mpeg"
        : head[4..].StartsWith("ftyp"u8) ? "audio/mp4"
        : head.StartsWith("OggS"u8) ? "audio/ogg"
        : head.StartsWith("fLaC"u8) ? "audio/flac" : null;
}
