using KnowledgePlatform.Core.Retrieval.Measures;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>Judges what a search found for a question.</summary>
internal static class QuestionScore
{
    // Of the first documents so many are kept, to show what came in the place of the right one.
    private const int Kept = 5;
    private const int Cut = 10;

    /// <summary>The result; the rank of a document is that of its best passage.</summary>
    /// <param name="question">With targets.</param>
    /// <param name="hits">Best first.</param>
    /// <param name="milliseconds">What the search took.</param>
    public static QuestionResult Of(SetQuestion question, IReadOnlyList<PassageHit> hits, double milliseconds)
    {
        var documents = hits.Select(hit => hit.DocumentId).Distinct().ToList();
        var right = question.Targets.Select(target => target.DocumentId).Distinct().ToDictionary(id => id.ToString(), _ => 1);
        var keys = question.Targets.Where(target => target.Answer is not null).ToLookup(target => target.DocumentId, target => AnswerWords.Key(target.Answer!));
        return new QuestionResult(
            question.Id, Rank(documents.FindIndex(id => right.ContainsKey(id.ToString()))),
            Rank(hits.ToList().FindIndex(hit => keys.Contains(hit.DocumentId) && keys[hit.DocumentId].Any(key => AnswerWords.Holds(AnswerWords.Solid(hit.Text), key)))),
            keys.Count > 0, RankingMetrics.Ndcg([.. documents.Select(id => id.ToString())], right, Cut), milliseconds, [.. documents.Take(Kept)]);
    }

    private static int? Rank(int index) => index < 0 ? null : index + 1;
}
