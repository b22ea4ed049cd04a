namespace KnowledgePlatform.Core.Chunking;

/// <summary>Packs the units of a section into passages of about equal length.</summary>
internal static class ChunkPacker
{
    /// <summary>Groups of units in order; none is empty, and none exceeds the limit of tokens unless one unit does.</summary>
    public static IEnumerable<IReadOnlyList<TextUnit>> Pack(IReadOnlyList<TextUnit> units, ChunkingOptions options)
    {
        var left = units.Sum(unit => unit.Characters);
        var start = 0;
        while (start < units.Count)
        {
            // So many passages are still needed; dividing evenly leaves no crumb at the end of the section.
            var parts = Math.Max(1, (int)Math.Ceiling(left / (double)options.TargetCharacters));
            var end = EndOf(units, start, left / parts, options);
            left -= units.Skip(start).Take(end - start).Sum(unit => unit.Characters);
            yield return [.. units.Skip(start).Take(end - start)];
            start = end;
        }
    }

    private static int EndOf(IReadOnlyList<TextUnit> units, int start, int goal, ChunkingOptions options)
    {
        var (characters, tokens) = (0, 0);
        var end = start;
        while (end < units.Count && (end == start || tokens + units[end].Tokens <= options.MaxTokens))
        {
            var unit = units[end];
            // Take it when that comes nearer to the goal than leaving it.
            if (end > start && characters + (unit.Characters / 2) > goal)
            {
                break;
            }

            (characters, tokens) = (characters + unit.Characters, tokens + unit.Tokens);
            end++;
        }

        // "The Tenant shall not:" goes with what it must not do.
        while (end < units.Count && end - start > 1 && units[end - 1].LeadsIn)
        {
            end--;
        }

        return end;
    }
}
