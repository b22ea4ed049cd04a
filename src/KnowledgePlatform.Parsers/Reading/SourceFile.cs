namespace KnowledgePlatform.Parsers.Reading;

/// <summary>The file to read.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">Name under which it was uploaded.</param>
/// <param name="Length">Its size in bytes.</param>
internal sealed record SourceFile(string Path, string Name, long Length)
{
    /// <summary>The name's extension in lower case with its dot, or "".</summary>
    public string Extension { get; } = System.IO.Path.GetExtension(Name).ToLowerInvariant();

    /// <summary>The first bytes, <paramref name="count"/> at most.</summary>
    public byte[] Head(int count)
    {
        using var stream = File.OpenRead(Path);
        var head = new byte[(int)Math.Min(count, Length)];
        var got = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return got == head.Length ? head : head[..got];
    }
}
