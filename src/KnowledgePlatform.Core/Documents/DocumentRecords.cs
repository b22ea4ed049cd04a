using System.Text.Json.Serialization;

namespace KnowledgePlatform.Core.Documents;

/// <summary>What a person may do in a collection; each includes the one before.</summary>
[JsonConverter(typeof(RoleNames))]
public enum CollectionRole
{
    /// <summary>May open documents and ask.</summary>
    [JsonStringEnumMemberName("reader")]
    Reader = 1,

    /// <summary>May add and delete documents.</summary>
    [JsonStringEnumMemberName("contributor")]
    Contributor = 2,

    /// <summary>May give access, rename and delete the collection.</summary>
    [JsonStringEnumMemberName("manager")]
    Manager = 3,
}

/// <summary>Roles travel by their names alone: a number could be one that is no role.</summary>
internal sealed class RoleNames() : JsonStringEnumConverter<CollectionRole>(namingPolicy: null, allowIntegerValues: false);

/// <summary>A collection as a person sees it.</summary>
/// <param name="EmbeddingProfile">One of <see cref="EmbeddingProfiles"/>.</param>
public sealed record CollectionSummary(
    Guid Id, string Name, string Description, CollectionRole Role, long Documents, long InProgress, long Failed, DateTime CreatedAt, string EmbeddingProfile = EmbeddingProfiles.Automatic);

/// <summary>Which models a collection's passages are embedded by.</summary>
public static class EmbeddingProfiles
{
    /// <summary>English passages by the English model as well, where that was fetched; all by the multilingual one. The default.</summary>
    public const string Automatic = "automatic";

    /// <summary>All passages by the multilingual model alone.</summary>
    public const string Multilingual = "multilingual";
}

/// <summary>A document in a list, with its newest version.</summary>
/// <param name="State">received, parsed, chunked, embedded, published, superseded or failed.</param>
/// <param name="Confidence">Mean confidence of the words that were recognised in pictures, 0 to 100, or null when none were.</param>
/// <param name="Parent">The document within which it lies (an archive, a mail), or null.</param>
/// <param name="ParentTitle">That one's title.</param>
/// <param name="MemberPath">Its path or name in there: text out of a file.</param>
/// <param name="Members">Documents that lie within it.</param>
public sealed record DocumentSummary(
    Guid Id, Guid CollectionId, string Title, Guid VersionId, int VersionNumber, string FileName, long SizeBytes, string? Format, string State, string? ReasonCode,
    string? Reason, bool IsPartial, float? Confidence, int? PageCount, int? ChunkCount, DateTime UploadedAt, DateTime ChangedAt, DateTime? PublishedAt, Guid? Parent, string? ParentTitle,
    string? MemberPath, long Members)
{
    /// <summary>What it is called, as it may be shown.</summary>
    public string Title { get; init; } = ShownName.Of(Title);

    /// <summary>The file's name, as it may be shown.</summary>
    public string FileName { get; init; } = ShownName.Of(FileName);

    /// <summary>Title of <see cref="Parent"/>, as it may be shown.</summary>
    public string? ParentTitle { get; init; } = ParentTitle is null ? null : ShownName.Of(ParentTitle);

    /// <summary>Path or name within <see cref="Parent"/>, as it may be shown.</summary>
    public string? MemberPath { get; init; } = MemberPath is null ? null : ShownName.Of(MemberPath);

    /// <summary>Below this mean confidence, 0 to 100, the words recognised in pictures need a person's eye.</summary>
    public const float Unsure = 75;

    /// <summary>True when its text was recognised in pictures and much of it is doubtful.</summary>
    public bool IsHardToRead => Confidence < Unsure;

    /// <summary>True when it is found as it was read before, since the last attempt to read it again failed; <see cref="Reason"/> says why.</summary>
    public bool RereadFailed => State == "published" && Reason is not null;

    /// <summary>How far reading it has come, where that takes long enough to be told; else null.</summary>
    [JsonIgnore]
    public string? Progress => InProgress && ReasonCode == WorkCode ? Reason : null;

    /// <summary>The code of a reason that tells how far the work has come.</summary>
    internal const string WorkCode = "in_work";

    /// <summary>True while a job has still to work on it.</summary>
    public bool InProgress => State is "received" or "parsed" or "chunked" or "embedded";
}

/// <summary>One version of a document.</summary>
/// <param name="Author">Who wrote it, as the file says; null when it does not.</param>
/// <param name="Dated">The day that the file bears; null when it bears none.</param>
public sealed record DocumentVersion(
    Guid Id, Guid DocumentId, Guid CollectionId, int Number, string FileName, byte[] Sha256, long SizeBytes, string? Format, string? Language, string State,
    string? ReasonCode, string? Reason, bool IsPartial, string Skipped, int Attempts, int? PageCount, int? WordCount, int? ChunkCount, string? UploadedBy,
    DateTime UploadedAt, DateTime ChangedAt, DateTime? PublishedAt, [property: JsonIgnore] byte[]? UnlockedSha256, string? Author, DateOnly? Dated)
{
    /// <summary>The file's name, as it may be shown.</summary>
    public string FileName { get; init; } = ShownName.Of(FileName);

    /// <summary>Address of what is shown: the original, or what came of undoing its protection.</summary>
    [JsonIgnore]
    public byte[] ShownSha256 => UnlockedSha256 ?? Sha256;

    /// <summary>True when its pages are shown as pictures: those of a PDF, and pictures themselves.</summary>
    public bool HasPagePictures => Format is "pdf" or "picture";

    /// <summary>True for a recording: the words of its pages are segments of speech, with their seconds in place of boxes.</summary>
    public bool IsRecording => Format is "recording";
}

/// <summary>Pages of a version whose text was recognised in their pictures.</summary>
/// <param name="Pages">How many.</param>
/// <param name="Confidence">Mean confidence of their words, 0 to 100.</param>
/// <param name="Doubtful">Words below <see cref="StoredPage.Doubtful"/>.</param>
public sealed record RecognizedPages(long Pages, double Confidence, long Doubtful);

/// <summary>One run of one stage of ingestion.</summary>
/// <param name="Stage">parse, chunk, embed or publish.</param>
public sealed record StageRun(string Stage, DateTime StartedAt, DateTime? FinishedAt, int? ItemCount, string? Error);

/// <summary>How large a page is, in points; 0 for a document without pages.</summary>
public sealed record PageSize(int Number, float Width, float Height);

/// <summary>A page as stored. <paramref name="Blocks"/>: four numbers a block; <paramref name="Words"/>: six numbers a word; <paramref name="Confidences"/>: one number a word where the text was recognised in a picture; see migrations.</summary>
/// <param name="Label">How the file names the page, such as "iv"; null when by its number.</param>
/// <param name="Bates">The identifier stamped on the page, such as "ABC000123"; null without one.</param>
/// <param name="LineNumbers">Numbers before the lines of a pleading: three numbers a line (number, top, bottom in points); null without.</param>
public sealed record StoredPage(int Number, float Width, float Height, string Text, int[] Blocks, float[] Words, short[]? Confidences = null,
    string? Label = null, string? Bates = null, float[]? LineNumbers = null)
{
    /// <summary>A recognised word of less confidence is shown as doubtful.</summary>
    public const short Doubtful = 60;
}

/// <summary>What became of an upload.</summary>
/// <param name="Title">The document's title.</param>
/// <param name="AlreadyThere">True when the collection held these bytes; ids and title are those of the document that holds them.</param>
public sealed record UploadResult(Guid DocumentId, Guid VersionId, string Title, bool AlreadyThere);
