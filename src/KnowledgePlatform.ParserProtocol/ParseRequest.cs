using System.ComponentModel.DataAnnotations;

namespace KnowledgePlatform.ParserProtocol;

/// <summary>The one message that the parent sends: which file to read and how far to go.</summary>
/// <param name="Version"><see cref="ParserWire.Version"/> of the parent; the child refuses any other.</param>
/// <param name="Path">Path of the file, as the child sees it.</param>
/// <param name="FileName">Name under which the file was uploaded; only settles what the content leaves open.</param>
/// <param name="Limits">How far to go.</param>
/// <param name="Recognizes">True when the parent reads text out of pictures: pages that are pictures are then handed over as such, not reported as unread.</param>
public sealed record ParseRequest(int Version, string Path, string FileName, ParseLimits Limits, bool Recognizes)
{
    /// <summary>True when the files within the file (members of an archive, attachments) are handed out.</summary>
    public bool TakesMembers { get; init; }

    /// <summary>
    /// Null reads the file. Otherwise the file is not read: it is handed out as a single member without the protection that this password undoes. It travels in the
    /// request alone, never in arguments or the environment, which others on the machine can see.
    /// </summary>
    public string? Password { get; init; }

    /// <summary>True keeps the child for another request after this one. The product never asks for that: one document, one process. Measurements do, which read thousands.</summary>
    public bool Continues { get; init; }

    /// <summary>All but the password.</summary>
    public override string ToString() => $"{nameof(ParseRequest)} {{ FileName = {FileName} }}";
}

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

    /// <summary>
    /// Elements of a page in HTML that are open at once, at most. Default 3,000: real pages stay under 100, and each tag costs the parser a look through all that are open.
    /// </summary>
    [Range(100, 100_000)]
    public int MaxHtmlDepth { get; init; } = 3_000;

    /// <summary>UTF-16 code units of one row of delimited text at most. Default 4 million: a quotation mark that is never closed makes one row of all that follows.</summary>
    [Range(1_000, 1_000_000_000)]
    public int MaxRecordLength { get; init; } = 4 << 20;

    /// <summary>Form fields and notes of one page of a PDF that are looked at. Default 5,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxAnnotations { get; init; } = 5_000;

    /// <summary>Bytes that a zipped document may unpack to. Default 512 MiB.</summary>
    [Range(1L << 20, 1L << 40)]
    public long MaxUnpackedBytes { get; init; } = 512L << 20;

    /// <summary>Entries that a zipped document may hold. Default 20,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxZipEntries { get; init; } = 20_000;

    /// <summary>Pixels of one picture at most. Default 100 million: an A1 sheet at 300 dots per inch has 70 million.</summary>
    [Range(1_000_000L, 10_000_000_000L)]
    public long MaxPixels { get; init; } = 100_000_000;

    /// <summary>
    /// Cells of all sheets of a workbook that are looked at, most of them empty: a sheet with one cell in its last corner has 17 billion. Default 200 million: some five seconds of processor time, and 12,000 rows of full width.
    /// </summary>
    [Range(1_000L, 1_000_000_000_000L)]
    public long MaxCells { get; init; } = 200_000_000;

    /// <summary>Members (files within the file) handed out at most. Default 2,000.</summary>
    [Range(0, 1_000_000)]
    public int MaxMembers { get; init; } = 2_000;

    /// <summary>Bytes of one member at most, unpacked. Default 500 MB, as for an upload.</summary>
    [Range(1L, 1L << 40)]
    public long MaxMemberBytes { get; init; } = 500L * 1000 * 1000;

    /// <summary>Bytes of all members together at most, unpacked. Default 2 GB.</summary>
    [Range(0L, 1L << 42)]
    public long MaxMembersBytes { get; init; } = 2L * 1000 * 1000 * 1000;

    /// <summary>
    /// How many times its packed size a member may unpack to, once it is larger than a megabyte. Default 250: text packs to a hundredth at best, a bomb to a thousandth.
    /// </summary>
    [Range(2, 100_000)]
    public int MaxCompressionRatio { get; init; } = 250;

    /// <summary>Seconds after which the child ends itself, should the parent not have done so. Default 600.</summary>
    [Range(1, 86_400)]
    public int MaxSeconds { get; init; } = 600;
}
