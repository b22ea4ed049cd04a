using System.Text.Json;
using KnowledgePlatform.Core.Retrieval.Measures;

namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>What a run of a test collection gave for each question, kept in a file of JSON lines so that a later run can be compared with it.</summary>
internal sealed record RetrievalRun(IReadOnlyList<RetrievalRun.Question> Questions)
{
    /// <summary>One question and what it gave.</summary>
    /// <param name="Best">The first documents, best first.</param>
    public sealed record Question(string Id, string Text, double Ndcg10, double Recall10, double Recall100, int? AnswerRank, IReadOnlyList<string> Best)
    {
        public RankingAverage Measures => new(Ndcg10, Recall10, Recall100, Hit(1), Hit(5), Hit(10));

        private double? Hit(int k) => AnswerRank is { } place ? (place > 0 && place <= k ? 1 : 0) : null;
    }

    /// <summary>Means over all questions.</summary>
    public RankingAverage Mean() => RankingAverage.Over([.. Questions.Select(question => question.Measures)]);

    public Task WriteAsync(string path, CancellationToken cancellationToken) =>
        File.WriteAllLinesAsync(path, Questions.Select(question => JsonSerializer.Serialize(question, JsonSerializerOptions.Web)), cancellationToken);

    /// <exception cref="FormatException">A line is none that <see cref="WriteAsync"/> wrote.</exception>
    public static RetrievalRun Read(string path) => new([.. BeirFolder.Lines(
        Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path),
        json => json.Deserialize<Question>(JsonSerializerOptions.Web) ?? throw new InvalidOperationException("no question"))]);

    /// <summary>How far this run differs from an earlier one in nDCG@10, over the questions that both have.</summary>
    /// <returns>Questions in both, the mean difference, p of <see cref="PairedTest"/>, and how many got better and worse.</returns>
    public (int Questions, double Difference, double P, int Better, int Worse) Against(RetrievalRun before)
    {
        var earlier = before.Questions.ToDictionary(question => question.Id);
        var differences = Questions.Where(question => earlier.ContainsKey(question.Id)).Select(question => question.Ndcg10 - earlier[question.Id].Ndcg10).ToList();
        return differences.Count == 0
            ? (0, 0, 1, 0, 0)
            : (differences.Count, differences.Average(), PairedTest.P(differences), differences.Count(one => one > 1e-9), differences.Count(one => one < -1e-9));
    }
}
