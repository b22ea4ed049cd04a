using System.Text.Json.Serialization;

namespace KnowledgePlatform.Core.Documents;

/// <summary>What a person may do in a collection; each includes the one before.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CollectionRole>))]
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

/// <summary>A collection as a person sees it.</summary>
public sealed record CollectionSummary(
    Guid Id, string Name, string Description, CollectionRole Role, long Documents, long InProgress, long Failed, DateTime CreatedAt);

/// <summary>A document in a list, with its newest version.</summary>
/// <param name="State">received, parsed, chunked, embedded, published, superseded or failed.</param>
public sealed record DocumentSummary(
    Guid Id, Guid CollectionId, string Title, Guid VersionId, int VersionNumber, string FileName, long SizeBytes, string? Format, string State, string? ReasonCode,
    string? Reason, bool IsPartial, int? PageCount, int? ChunkCount, DateTime UploadedAt, DateTime ChangedAt, DateTime? PublishedAt)
{
    /// <summary>True while a job has still to work on it.</summary>
    public bool InProgress => State is "received" or "parsed" or "chunked" or "embedded";
}

/// <summary>One version of a document.</summary>
public sealed record DocumentVersion(
    Guid Id, Guid DocumentId, Guid CollectionId, int Number, string FileName, byte[] Sha256, long SizeBytes, string? Format, string? Language, string State,
    string? ReasonCode, string? Reason, bool IsPartial, string Skipped, int Attempts, int? PageCount, int? WordCount, int? ChunkCount, string? UploadedBy,
    DateTime UploadedAt, DateTime ChangedAt, DateTime? PublishedAt);

/// <summary>One run of one stage of ingestion.</summary>
/// <param name="Stage">parse, chunk, embed or publish.</param>
public sealed record StageRun(string Stage, DateTime StartedAt, DateTime? FinishedAt, int? ItemCount, string? Error);

/// <summary>How large a page is, in points; 0 for a document without pages.</summary>
public sealed record PageSize(int Number, float Width, float Height);

/// <summary>A page as stored. <paramref name="Blocks"/>: four numbers a block; <paramref name="Words"/>: six numbers a word; see migrations.</summary>
public sealed record StoredPage(int Number, float Width, float Height, string Text, int[] Blocks, float[] Words);

/// <summary>What became of an upload.</summary>
/// <param name="AlreadyThere">True when the collection held these bytes; the ids are those of the document that holds them.</param>
public sealed record UploadResult(Guid DocumentId, Guid VersionId, bool AlreadyThere);
