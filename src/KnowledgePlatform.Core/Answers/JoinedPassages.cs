using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers;

/// <summary>
/// Joins passages that follow each other in a document and were both found: what stands on both sides of where the text was cut is read as one. A joined passage takes the
/// place of the better one; its text is still its pieces joined by line feeds, so that citations find their places.
/// </summary>
internal static class JoinedPassages
{
    /// <summary>The passages, joined where they follow each other.</summary>
    /// <param name="hits">Best first.</param>
    /// <param name="most">How many may become one, at least 1; 1 joins none.</param>
    public static IReadOnlyList<PassageHit> Join(IReadOnlyList<PassageHit> hits, int most)
    {
        var rank = new Dictionary<PassageHit, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < hits.Count; i++)
        {
            rank[hits[i]] = i;
        }

        var joined = new List<(int Rank, PassageHit Hit)>();
        foreach (var version in hits.GroupBy(hit => hit.VersionId))
        {
            var run = new List<PassageHit>();
            foreach (var hit in version.OrderBy(hit => hit.Ordinal))
            {
                if (run.Count > 0 && (run.Count == most || !Follows(run[^1], hit)))
                {
                    End();
                }

                run.Add(hit);
            }

            End();

            void End()
            {
                joined.Add((run.Min(hit => rank[hit]), run.Count == 1 ? run[0] : OneOf(run)));
                run.Clear();
            }
        }

        return [.. joined.OrderBy(one => one.Rank).Select(one => one.Hit)];
    }

    // Under another heading it is about something else, and a recording's places belong to one passage.
    private static bool Follows(PassageHit before, PassageHit hit) =>
        hit.Ordinal == before.Ordinal + 1 && hit.HeadingPath == before.HeadingPath && hit.Language == before.Language && hit.Spoken is null && before.Spoken is null;

    private static PassageHit OneOf(List<PassageHit> run) => run.MaxBy(hit => hit.Score)! with
    {
        ChunkId = run[0].ChunkId,
        Ordinal = run[0].Ordinal,
        FirstPage = run[0].FirstPage,
        Text = string.Join('\n', run.Select(hit => hit.Text)),
        Pieces = [.. run.SelectMany(hit => hit.Pieces)],
        Similarity = run.Max(hit => hit.Similarity),
    };
}
