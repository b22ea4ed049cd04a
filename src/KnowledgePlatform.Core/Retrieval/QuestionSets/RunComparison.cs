using KnowledgePlatform.Core.Retrieval.Measures;

namespace KnowledgePlatform.Core.Retrieval.QuestionSets;

/// <summary>Two runs over the questions that both asked.</summary>
/// <param name="Before">Means of the earlier over these questions.</param>
/// <param name="After">Means of the later.</param>
/// <param name="Questions">How many questions both asked.</param>
/// <param name="Difference">Mean difference of nDCG@10; positive: the later finds better.</param>
/// <param name="P">Of that difference, by <see cref="PairedTest"/>.</param>
/// <param name="RankDifference">Mean difference of the reciprocal rank of what was to be found: of the passage, where words of one are given.</param>
/// <param name="RankP">Of that difference.</param>
/// <param name="Better">Questions that the later answers better, the largest change first.</param>
/// <param name="Worse">Questions that the later answers worse, the largest change first.</param>
public sealed record RunComparison(
    RunFigures Before, RunFigures After, int Questions, double Difference, double P, double RankDifference, double RankP, IReadOnlyList<ChangedQuestion> Better,
    IReadOnlyList<ChangedQuestion> Worse)
{
    private const double Same = 1e-9;

    /// <summary>Whether the later is worse by more than chance, in documents or in passages.</summary>
    /// <param name="significant">Largest p that counts.</param>
    public bool IsWorse(double significant) => (Difference < -Same && P < significant) || (RankDifference < -Same && RankP < significant);

    /// <summary>Whether the later is better by more than chance in one of the two, and worse in none.</summary>
    /// <param name="significant">Largest p that counts.</param>
    public bool IsBetter(double significant) => !IsWorse(significant) && ((Difference > Same && P < significant) || (RankDifference > Same && RankP < significant));

    /// <summary>Compares results.</summary>
    /// <param name="before">Of the earlier run.</param>
    /// <param name="after">Of the later run.</param>
    public static RunComparison Of(IReadOnlyList<QuestionResult> before, IReadOnlyList<QuestionResult> after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var earlier = before.ToDictionary(result => result.QuestionId);
        // In one order whatever the database gave: the test draws by it.
        var pairs = after.Where(result => earlier.ContainsKey(result.QuestionId)).OrderBy(result => result.QuestionId)
            .Select(result => new ChangedQuestion(result.QuestionId, earlier[result.QuestionId], result)).ToList();
        var changed = pairs.Where(pair => Math.Abs(pair.Change) > Same).OrderByDescending(pair => Math.Abs(pair.Change)).ToList();
        return new RunComparison(
            RunFigures.Of([.. pairs.Select(pair => pair.Before)], 0), RunFigures.Of([.. pairs.Select(pair => pair.After)], 0), pairs.Count,
            Mean(pairs, Documents), PairedTest.P([.. pairs.Select(Documents)]), Mean(pairs, Ranks), PairedTest.P([.. pairs.Select(Ranks)]),
            [.. changed.Where(pair => pair.Change > 0)], [.. changed.Where(pair => pair.Change < 0)]);
    }

    private static double Documents(ChangedQuestion pair) => pair.After.Ndcg10 - pair.Before.Ndcg10;

    private static double Ranks(ChangedQuestion pair) => pair.After.Reciprocal - pair.Before.Reciprocal;

    private static double Mean(List<ChangedQuestion> pairs, Func<ChangedQuestion, double> difference) => pairs.Count == 0 ? 0 : pairs.Average(difference);
}

/// <summary>A question as two runs answered it.</summary>
/// <param name="QuestionId">The question.</param>
/// <param name="Before">By the earlier run.</param>
/// <param name="After">By the later run.</param>
public sealed record ChangedQuestion(Guid QuestionId, QuestionResult Before, QuestionResult After)
{
    /// <summary>How far it is better (positive) or worse: by what was to be found, and where that kept its rank by nDCG@10.</summary>
    public double Change => Math.Abs(After.Reciprocal - Before.Reciprocal) > 1e-9 ? After.Reciprocal - Before.Reciprocal : After.Ndcg10 - Before.Ndcg10;
}
