namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>The measures of one question, or their means over many; each 0 to 1.</summary>
/// <param name="Ndcg10">Of documents.</param>
/// <param name="Recall10">Of documents.</param>
/// <param name="Recall100">Of documents.</param>
/// <param name="Hit1">Share of the questions with a known answer whose first passage holds its beginning; null without known answers.</param>
/// <param name="Hit5">The same of the first five passages.</param>
/// <param name="Hit10">The same of the first ten passages.</param>
internal sealed record RankingAverage(double Ndcg10, double Recall10, double Recall100, double? Hit1, double? Hit5, double? Hit10)
{
    /// <summary>The means; a measure that a question does not have is left out of its mean.</summary>
    public static RankingAverage Over(IReadOnlyCollection<RankingAverage> questions) => questions.Count == 0
        ? new RankingAverage(0, 0, 0, null, null, null)
        : new RankingAverage(
            questions.Average(one => one.Ndcg10), questions.Average(one => one.Recall10), questions.Average(one => one.Recall100),
            questions.Average(one => one.Hit1), questions.Average(one => one.Hit5), questions.Average(one => one.Hit10));
}
