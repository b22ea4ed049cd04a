namespace KnowledgePlatform.Cli.Evaluation;

/// <summary>How far two readings have the same words in the same order.</summary>
internal static class WordOrder
{
    /// <summary>Twice the length of the longest common subsequence over the number of words of both, 0 to 1; 1 when both are empty.</summary>
    public static double Similarity(IReadOnlyList<string> ours, IReadOnlyList<string> theirs)
    {
        var all = ours.Count + theirs.Count;
        return all == 0 ? 1 : 2.0 * CommonLength(ours, theirs) / all;
    }

    /// <summary>
    /// Share of the words of an excerpt that stand in a longer reading, 0 to 1: one less the fewest words put in, left out or put wrong, over the excerpt's length. What
    /// the reading holds before and behind the excerpt does not count.
    /// </summary>
    public static double Accuracy(IReadOnlyList<string> excerpt, IReadOnlyList<string> reading)
    {
        // faults[j]: fewest faults with which the excerpt so far ends before the j-th word of the reading.
        var faults = new int[reading.Count + 1];
        for (var i = 1; i <= excerpt.Count; i++)
        {
            var diagonal = faults[0];
            faults[0] = i;
            for (var j = 1; j <= reading.Count; j++)
            {
                var differs = excerpt[i - 1] == reading[j - 1] ? 0 : 1;
                (diagonal, faults[j]) = (faults[j], Math.Min(diagonal + differs, Math.Min(faults[j], faults[j - 1]) + 1));
            }
        }

        return excerpt.Count == 0 ? 1 : Math.Max(0, 1 - ((double)faults.Min() / excerpt.Count));
    }

    // Myers: the furthest place on each diagonal by the number of differences; quick for readings that are nearly alike, which these are.
    private static int CommonLength(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        var most = a.Count + b.Count;
        var furthest = new int[(2 * most) + 3];
        for (var differences = 0; differences <= most; differences++)
        {
            for (var diagonal = -differences; diagonal <= differences; diagonal += 2)
            {
                var at = most + 1 + diagonal;
                var x = diagonal == -differences || (diagonal != differences && furthest[at - 1] < furthest[at + 1]) ? furthest[at + 1] : furthest[at - 1] + 1;
                while (x < a.Count && x - diagonal < b.Count && a[x] == b[x - diagonal])
                {
                    x++;
                }

                furthest[at] = x;
                if (x >= a.Count && x - diagonal >= b.Count)
                {
                    return (most - differences) / 2;
                }
            }
        }

        return 0;
    }
}
