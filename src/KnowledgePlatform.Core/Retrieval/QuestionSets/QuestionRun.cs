namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>All questions of a set asked once, by the search that everybody uses, with what whoever began the run may open.</summary>
/// <param name="Id">The run.</param>
/// <param name="SetId">The set.</param>
/// <param name="UserId">Who began it, and whose access it had.</param>
/// <param name="UserName">That person's name.</param>
/// <param name="Version">Version of the search settings; null: as configured.</param>
/// <param name="State"><c>waiting</c>, <c>running</c>, <c>done</c>, <c>cancelled</c> or <c>failed</c>.</param>
/// <param name="Reason">Why it failed, or what is to be known of it; null usually.</param>
/// <param name="Questions">How many it asks; 0 until it began.</param>
/// <param name="Asked">How many it has asked.</param>
/// <param name="Snapshot">Settings and models that were in force, by name; empty until it began.</param>
/// <param name="Figures">Its means; null until it is done.</param>
/// <param name="CreatedAt">When it was begun, UTC.</param>
/// <param name="FinishedAt">When it ended, UTC.</param>
public sealed record QuestionRun(
    Guid Id, Guid SetId, Guid UserId, string UserName, int? Version, string State, string? Reason, int Questions, int Asked, IReadOnlyDictionary<string, string> Snapshot,
    RunFigures? Figures, DateTime CreatedAt, DateTime? FinishedAt)
{
    /// <summary>True while it waits or goes on.</summary>
    public bool Open => State is "waiting" or "running";
}

/// <summary>Means over the questions of a run.</summary>
/// <param name="Ndcg10">Of documents, 0 to 1; Järvelin and Kekäläinen 2002.</param>
/// <param name="Hit1">Share of the questions whose right passage, or document where no words are given, came first.</param>
/// <param name="Hit5">The same among the first five.</param>
/// <param name="Hit10">The same among the first ten.</param>
/// <param name="Milliseconds">Median time of a search.</param>
/// <param name="Milliseconds95">95th percentile of it.</param>
/// <param name="LeftOut">Questions that were not asked: their documents are gone, or not open to whoever began the run.</param>
public sealed record RunFigures(double Ndcg10, double Hit1, double Hit5, double Hit10, double Milliseconds, double Milliseconds95, int LeftOut)
{
    internal static RunFigures Of(IReadOnlyList<QuestionResult> results, int leftOut)
    {
        var times = results.Select(result => result.Milliseconds).Order().ToList();
        return results.Count == 0
            ? new RunFigures(0, 0, 0, 0, 0, 0, leftOut)
            : new RunFigures(results.Average(result => result.Ndcg10), Hit(1), Hit(5), Hit(10), times[(times.Count - 1) / 2], times[(int)Math.Ceiling(times.Count * 0.95) - 1], leftOut);

        double Hit(int k) => results.Average(result => result.Rank <= k ? 1.0 : 0);
    }
}

/// <summary>What a run gave for one question: ranks, never text.</summary>
/// <param name="QuestionId">The question.</param>
/// <param name="DocumentRank">Rank of the first right document, from 1; null: not among those looked at.</param>
/// <param name="PassageRank">Rank of the first right passage; null also where no words of one are given.</param>
/// <param name="OfPassage">Whether the words of a passage were to be found.</param>
/// <param name="Ndcg10">Of documents, 0 to 1.</param>
/// <param name="Milliseconds">The search alone.</param>
/// <param name="Found">Ids of the first documents, best first.</param>
public sealed record QuestionResult(
    Guid QuestionId, int? DocumentRank, int? PassageRank, bool OfPassage, double Ndcg10, double Milliseconds, Guid[] Found)
{
    /// <summary>Rank of what was to be found: the passage where words of one are given, else the document.</summary>
    public int? Rank => OfPassage ? PassageRank : DocumentRank;

    /// <summary>1 / <see cref="Rank"/>, and 0 when it was not found.</summary>
    public double Reciprocal => Rank is { } rank ? 1.0 / rank : 0;
}
