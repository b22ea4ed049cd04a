namespace KnowledgePlatform.Core.Retrieval.Measures;

/// <summary>
/// Whether two rankings differ by more than chance: the paired randomisation test over questions (Smucker, Allan and Carterette, CIKM 2007). The sign of each
/// question's difference is drawn anew; p is the share of draws whose mean is at least as far from 0 as the one that was seen.
/// </summary>
public static class PairedTest
{
    private const int Draws = 10_000;
    private const int Seed = 20260101;

    /// <param name="differences">One number a question: its measure in the one run less that in the other.</param>
    /// <returns>Two-sided p, above 0 and at most 1.</returns>
    public static double P(IReadOnlyList<double> differences)
    {
        ArgumentNullException.ThrowIfNull(differences);
        var seen = Math.Abs(differences.Sum());
        var random = new Random(Seed);
        var moved = differences.Where(difference => difference != 0).ToArray();
        var asFar = 0;
        for (var draw = 0; draw < Draws; draw++)
        {
            var sum = 0.0;
            foreach (var difference in moved)
            {
                sum += random.Next(2) == 0 ? difference : -difference;
            }

            asFar += Math.Abs(sum) >= seen - 1e-12 ? 1 : 0;
        }

        return (asFar + 1.0) / (Draws + 1);
    }
}
