namespace KnowledgePlatform.Core.Retrieval.Measures;

/// <summary>Ranking measures over one question, as trec_eval computes them.</summary>
public static class RankingMetrics
{
    /// <summary>Normalised discounted cumulative gain of the first <paramref name="k"/> documents; linear gain, log2 discount (Järvelin and Kekäläinen 2002).</summary>
    /// <param name="ranked">Document ids, best first, each at most once.</param>
    /// <param name="judged">Relevance by document id; what is missing is 0.</param>
    /// <param name="k">Cut-off, at least 1.</param>
    /// <returns>0 to 1; 0 when nothing is relevant.</returns>
    public static double Ndcg(IReadOnlyList<string> ranked, IReadOnlyDictionary<string, int> judged, int k)
    {
        var ideal = Gain(judged.Values.Where(grade => grade > 0).OrderDescending().Take(k));
        return ideal == 0 ? 0 : Gain(ranked.Take(k).Select(id => Math.Max(0, judged.GetValueOrDefault(id)))) / ideal;
    }

    /// <summary>Share of the relevant documents that are among the first <paramref name="k"/>.</summary>
    public static double Recall(IReadOnlyList<string> ranked, IReadOnlyDictionary<string, int> judged, int k)
    {
        var relevant = judged.Count(pair => pair.Value > 0);
        return relevant == 0 ? 0 : (double)ranked.Take(k).Count(id => judged.GetValueOrDefault(id) > 0) / relevant;
    }

    private static double Gain(IEnumerable<int> grades) => grades.Select((grade, index) => grade / Math.Log2(index + 2)).Sum();
}
