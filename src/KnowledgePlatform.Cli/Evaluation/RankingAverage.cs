namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>The three measures of one question, or their means over many; each 0 to 1.</summary>
internal sealed record RankingAverage(double Ndcg10, double Recall10, double Recall100)
{
    public static RankingAverage Of(IReadOnlyList<string> ranked, IReadOnlyDictionary<string, int> judged) => new(
        RankingMetrics.Ndcg(ranked, judged, 10), RankingMetrics.Recall(ranked, judged, 10), RankingMetrics.Recall(ranked, judged, 100));

    public static RankingAverage Over(IReadOnlyCollection<RankingAverage> questions) => questions.Count == 0
        ? new RankingAverage(0, 0, 0)
        : new RankingAverage(questions.Average(one => one.Ndcg10), questions.Average(one => one.Recall10), questions.Average(one => one.Recall100));
}
