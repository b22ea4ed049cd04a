using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Portal.Documents.Viewer;

/// <summary>What took the place of a version that is shown although it is not in force any more.</summary>
/// <param name="Count">Versions of the document.</param>
/// <param name="By">Number of the version that came after it.</param>
/// <param name="Current">The version in force.</param>
internal sealed record Replacement(int Count, int By, Guid Current)
{
    /// <summary>Null when no later version is in force, such as while the document is read anew.</summary>
    public static Replacement? Of(DocumentVersion replaced, IReadOnlyList<DocumentVersion> versions)
    {
        var later = versions.Where(one => one.Number > replaced.Number && one.PublishedAt is not null).OrderBy(one => one.Number).ToList();
        return later.Count == 0 ? null : new Replacement(versions.Count, later[0].Number, (later.LastOrDefault(one => one.State == "published") ?? later[^1]).Id);
    }
}
