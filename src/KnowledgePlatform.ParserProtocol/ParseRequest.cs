using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.ParserProtocol;

/// <summary>The one message that the parent sends: which file to read and how far to go.</summary>
/// <param name="Version"><see cref="ParserWire.Version"/> of the parent; the child refuses any other.</param>
/// <param name="Path">Path of the file, as the child sees it.</param>
/// <param name="FileName">Name under which the file was uploaded; only settles what the content leaves open.</param>
/// <param name="Limits">How far to go.</param>
public sealed record ParseRequest(int Version, string Path, string FileName, ParseLimits Limits);

/// <summary>How far the child goes; each limit that is met ends in a sentence for the person who uploaded the file.</summary>
public sealed record ParseLimits
{
    /// <summary>Pages or parts handed over at most. Default 10,000: a long court file has some 5,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxPages { get; init; } = 10_000;

    /// <summary>UTF-16 code units of text of the whole document at most. Default 50 million: some 20,000 printed pages.</summary>
    [Range(1_000L, 10_000_000_000L)]
    public long MaxTextLength { get; init; } = 50_000_000;

    /// <summary>UTF-16 code units of one part of a document without pages at most. Default 20,000, so that a viewer shows it at once.</summary>
    [Range(100, 10_000_000)]
    public int MaxPartLength { get; init; } = 20_000;

    /// <summary>Nesting of elements, lists, tables, PDF objects at most. Default 256, PdfPig's own.</summary>
    [Range(8, 10_000)]
    public int MaxDepth { get; init; } = 256;

    /// <summary>Bytes that a zipped document may unpack to. Default 512 MiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxUnpackedBytes { get; init; } = 512L << 20;

    /// <summary>Entries that a zipped document may hold. Default 20,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxZipEntries { get; init; } = 20_000;

    /// <summary>Seconds after which the child ends itself, should the parent not have done so. Default 600.</summary>
    [Range(1, 86_400)]
    public int MaxSeconds { get; init; } = 600;
}
