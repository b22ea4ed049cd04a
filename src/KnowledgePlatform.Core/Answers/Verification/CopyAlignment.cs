namespace KnowledgePlatform.Core.Answers.Verification;

/// <summary>Where two texts go together and part: the best local alignment of their tokens (Smith and Waterman, J. Mol. Biol. 1981).</summary>
internal static class CopyAlignment
{
    private const int Match = 2;
    private const int Other = -1;
    private const int Gap = -1;

    /// <summary>Pairs of tokens that are the same, in order.</summary>
    /// <param name="said">Keys of one text.</param>
    /// <param name="written">Keys of the other.</param>
    public static List<(int Said, int Written)> Of(IReadOnlyList<string> said, IReadOnlyList<string> written)
    {
        var width = written.Count + 1;
        var scores = new int[(said.Count + 1) * width];
        var (best, at) = (0, 0);
        for (var i = 1; i <= said.Count; i++)
        {
            for (var j = 1; j <= written.Count; j++)
            {
                var cell = (i * width) + j;
                var step = scores[cell - width - 1] + (string.Equals(said[i - 1], written[j - 1], StringComparison.Ordinal) ? Match : Other);
                scores[cell] = Math.Max(0, Math.Max(step, Math.Max(scores[cell - width], scores[cell - 1]) + Gap));
                if (scores[cell] > best)
                {
                    (best, at) = (scores[cell], cell);
                }
            }
        }

        return Back(said, written, scores, at);
    }

    private static List<(int Said, int Written)> Back(IReadOnlyList<string> said, IReadOnlyList<string> written, int[] scores, int at)
    {
        var width = written.Count + 1;
        var pairs = new List<(int, int)>();
        while (scores[at] > 0)
        {
            var (i, j) = (at / width, at % width);
            var same = string.Equals(said[i - 1], written[j - 1], StringComparison.Ordinal);
            if (scores[at] == scores[at - width - 1] + (same ? Match : Other))
            {
                if (same)
                {
                    pairs.Add((i - 1, j - 1));
                }

                at -= width + 1;
            }
            else
            {
                at -= scores[at] == scores[at - width] + Gap ? width : 1;
            }
        }

        pairs.Reverse();
        return pairs;
    }
}
