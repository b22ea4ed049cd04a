using KnowledgePlatform.ParserProtocol;

namespace KnowledgePlatform.Core.Chunking;

/// <summary>
/// Joins sections of a word or two with a neighbour. A cover sheet is full of headings with a word under them; a passage of one word is found by every question
/// and answers none. The headings of the joined sections become text; those that all units of a passage share remain its path.
/// </summary>
internal static class SectionMerger
{
    // Characters; less is hardly a sentence.
    private const int Tiny = 60;

    /// <summary>The sections as lists of units that are packed together.</summary>
    public static IReadOnlyList<IReadOnlyList<TextUnit>> Merge(IReadOnlyList<Section> sections)
    {
        var merged = new List<List<TextUnit>>();
        var waiting = new List<TextUnit>();
        for (var i = 0; i < sections.Count; i++)
        {
            var section = sections[i];
            var isTiny = section.Units.Where(IsText).Sum(unit => unit.Characters) < Tiny;
            if (isTiny && i + 1 < sections.Count && (waiting.Count > 0 || merged.Count == 0 || StandsBeside(section, sections[i + 1].Headings)))
            {
                waiting.AddRange([.. section.Heading, .. section.Units]);
            }
            else if (isTiny && waiting.Count == 0 && merged.Count > 0 && StandsBeside(section, merged[^1][^1].Headings))
            {
                // The last of its kind, before a heading of a higher level: it goes with the one before it, and under its path.
                var path = merged[^1][^1].Headings;
                merged[^1].AddRange(section.Heading.Concat(section.Units).Select(unit => unit with { Headings = path }));
            }
            else
            {
                merged.Add(WithBefore(waiting, section));
                waiting.Clear();
            }
        }

        return merged;
    }

    /// <summary>The headings that all the units stand under.</summary>
    public static IReadOnlyList<string> SharedPath(IReadOnlyList<TextUnit> units)
    {
        var path = units[0].Headings;
        foreach (var unit in units.Where(unit => !ReferenceEquals(unit.Headings, path)))
        {
            path = [.. path.Zip(unit.Headings).TakeWhile(pair => pair.First == pair.Second).Select(pair => pair.First)];
        }

        return path;
    }

    // A line above the first heading, or between a chapter's and its first section's, is read as that section's own; what has headings shows them.
    private static List<TextUnit> WithBefore(List<TextUnit> waiting, Section section)
    {
        var isOwn = waiting.All(unit => IsText(unit) && unit.Headings.SequenceEqual(section.Headings.Take(unit.Headings.Count)));
        return isOwn
            ? [.. waiting.Select(unit => unit with { Headings = section.Headings }), .. section.Units]
            : [.. waiting, .. section.Heading, .. section.Units];
    }

    private static bool IsText(TextUnit unit) => unit.Kind != BlockKind.Heading;

    // Under the same heading as the section, or below it.
    private static bool StandsBeside(Section section, IReadOnlyList<string> headings) =>
        headings.Take(section.Headings.Count - 1).SequenceEqual(section.Headings.SkipLast(1));
}
