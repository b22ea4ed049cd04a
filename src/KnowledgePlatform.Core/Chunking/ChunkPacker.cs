using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>Packs the units of a section into passages of about equal length, cut where the text lets itself be cut.</summary>
internal static class ChunkPacker
{
    // What is left over, in passages, and makes no passage of its own: two halves of a clause answer less than the clause.
    private const double Slack = 0.2;

    // A passage may be so many times its goal to end at a better place.
    private const double Reach = 1.5;

    /// <summary>Ranges of units in order; none is empty, and none exceeds the limit of tokens unless one unit does.</summary>
    public static IEnumerable<Range> Pack(IReadOnlyList<TextUnit> units, int targetCharacters, int maxTokens)
    {
        var characters = units.Sum(unit => (long)unit.Characters);
        var tokens = units.Sum(unit => (long)unit.Tokens);
        for (var start = 0; start < units.Count;)
        {
            // So many passages are still needed; dividing evenly leaves no crumb at the end of the section.
            var parts = Math.Max(1, Math.Max(
                Math.Ceiling((characters / (double)targetCharacters) - Slack), Math.Ceiling(tokens / (double)maxTokens)));
            var end = EndOf(units, start, Math.Max(1, characters / parts), maxTokens);
            for (var i = start; i < end; i++)
            {
                (characters, tokens) = (characters - units[i].Characters, tokens - units[i].Tokens);
            }

            yield return start..end;
            start = end;
        }
    }

    private static int EndOf(IReadOnlyList<TextUnit> units, int start, double goal, int maxTokens)
    {
        var (characters, tokens) = (0, 0);
        var (best, least) = (start + 1, double.MaxValue);
        for (var end = start + 1; end <= units.Count; end++)
        {
            (characters, tokens) = (characters + units[end - 1].Characters, tokens + units[end - 1].Tokens);
            if (end > start + 1 && (tokens > maxTokens || characters > Reach * goal))
            {
                break;
            }

            var cost = (Math.Abs(characters - goal) / goal) + (end < units.Count ? CostBetween(units[end - 1], units[end]) : 0);
            if (cost <= least)
            {
                (best, least) = (end, cost);
            }
        }

        return best;
    }

    // In shares of the goal: what it may be longer or shorter by to be cut elsewhere.
    private static double CostBetween(TextUnit before, TextUnit next) => (before, next) switch
    {
        ({ End: UnitEnd.LeadsIn }, _) => 2,
        (_, { Kind: BlockKind.Footnote }) when before.Kind != BlockKind.Footnote => 0.4,
        ({ IsRow: true }, { IsRow: true }) => 0.3,
        ({ End: UnitEnd.Open, IsRow: false }, { IsRow: false }) => 0.35,
        _ when before.Block == next.Block => 0.25,
        _ => 0,
    };
}
