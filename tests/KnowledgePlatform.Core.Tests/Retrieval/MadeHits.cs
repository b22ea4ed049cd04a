using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Tests.Retrieval;

/// <summary>Passages as a search gives them, made up.</summary>
internal static class MadeHits
{
    private static readonly Guid Document = Guid.NewGuid();

    public static PassageHit Of(long id, string text, double score) =>
        new(id, Document, Document, Document, "Lease", "", text, "en", 1, [1, (int)id * 1000, text.Length], score, 0.8, id, null) { Ordinal = (int)id };
}
