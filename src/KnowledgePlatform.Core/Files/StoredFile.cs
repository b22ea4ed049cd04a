namespace KnowledgePlatform.Core.Files;

/// <summary>A stored original.</summary>
/// <param name="Sha256">32 bytes; its address.</param>
/// <param name="Bytes">Size in bytes.</param>
public sealed record StoredFile(byte[] Sha256, long Bytes);

/// <summary>A file is larger than <see cref="FileStoreOptions.MaxBytes"/>.</summary>
public sealed class FileTooLargeException(long limit)
    : Exception($"the file is larger than the limit of {limit / 1_000_000.0:0.#} MB (Files:MaxBytes)");
