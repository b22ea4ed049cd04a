using System.Text.Json.Serialization;
using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>A passage that a search found.</summary>
/// <param name="ChunkId">The chunk; valid until its document is ingested again.</param>
/// <param name="Pieces">Three numbers a piece: page, start and length in the page's text; <paramref name="Text"/> is the pieces joined by a line feed.</param>
/// <param name="Score">Fused score; only its order means something.</param>
/// <param name="Similarity">Cosine of question and passage, -1 to 1.</param>
/// <param name="VectorRank">Rank in the vector leg from 1, or null when it was not among its candidates.</param>
/// <param name="LexicalRank">Rank in the BM25 leg from 1, or null.</param>
public sealed record PassageHit(
    long ChunkId, Guid DocumentId, Guid VersionId, Guid CollectionId, string Title, string HeadingPath, string Text, string Language, int FirstPage,
    int[] Pieces, double Score, double Similarity, long? VectorRank, long? LexicalRank)
{
    /// <summary>Where it begins when that is no page: the time code in a recording, such as "12:04"; else null.</summary>
    public string? Place { get; init; }

    /// <summary>Type of its document, such as "pdf" (see <see cref="DocumentTypes"/>); null where that was not asked for.</summary>
    public string? Type { get; init; }

    /// <summary>Who wrote its document, as that says; null when it does not.</summary>
    public string? Author { get; init; }

    /// <summary>The day that its document bears, else that of its upload (UTC); null where that was not asked for.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>Words of the question in <see cref="Text"/>, also inflected: two numbers a word, start and length; null where that was not asked for.</summary>
    public IReadOnlyList<int>? Marks { get; init; }

    /// <summary>How many other passages among the first say nearly the same; they were put behind. 0 usually.</summary>
    public int Alike { get; init; }

    /// <summary>What the operator's reranker gave it; null without one, and for a passage that it did not read. Only its order within one search means something.</summary>
    public double? Relevance { get; init; }

    /// <summary>The documents found with it that its own one amends; empty for most, and where that was not looked for.</summary>
    [JsonIgnore]
    public IReadOnlyList<Guid> Amends { get; init; } = [];

    /// <summary>Its place among the passages of its document, from 0.</summary>
    [JsonIgnore]
    public int Ordinal { get; init; }

    /// <summary>When parts of it are said; null when it is of no recording.</summary>
    [JsonIgnore]
    public SpokenPlaces? Spoken { get; init; }
}
