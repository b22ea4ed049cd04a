namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>How well a score tells two kinds apart.</summary>
internal static class SeparationCurve
{
    /// <summary>
    /// Area under the curve of true over false positives: the probability that a score of the first kind is above one of the second, a tie counting half (Mann and Whitney's U
    /// over the number of pairs; Hanley and McNeil, Radiology 1982). NaN when a kind has no score.
    /// </summary>
    public static double Area(IReadOnlyCollection<double> above, IReadOnlyCollection<double> below)
    {
        var ranked = above.Select(score => (Score: score, First: true)).Concat(below.Select(score => (Score: score, First: false))).OrderBy(one => one.Score).ToList();
        var sum = 0.0;
        for (var i = 0; i < ranked.Count;)
        {
            var end = i;
            while (end < ranked.Count && ranked[end].Score.Equals(ranked[i].Score))
            {
                end++;
            }

            // Equal scores share the middle of their ranks, i + 1 to end.
            sum += ranked.Skip(i).Take(end - i).Count(one => one.First) * (i + 1 + end) / 2.0;
            i = end;
        }

        return (sum - (above.Count * (above.Count + 1) / 2.0)) / ((double)above.Count * below.Count);
    }
}
