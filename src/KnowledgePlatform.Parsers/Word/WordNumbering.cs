using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Counts numbered paragraphs in document order and writes the marker that a reader sees before each.</summary>
internal sealed partial class WordNumbering
{
    private const int Levels = 9;

    private readonly WordStyles _styles;
    private readonly Dictionary<int, AbstractNum> _abstract = [];
    private readonly Dictionary<int, NumberingInstance> _instances = [];

    // Lists that share an abstract numbering go on counting where the other stopped.
    private readonly Dictionary<int, int?[]> _counts = [];
    private readonly HashSet<(int Instance, int Level)> _restarted = [];

    public WordNumbering(MainDocumentPart main, WordStyles styles)
    {
        _styles = styles;
        var numbering = main.NumberingDefinitionsPart?.Numbering;
        foreach (var definition in numbering?.Elements<AbstractNum>() ?? [])
        {
            _abstract.TryAdd(definition.AbstractNumberId?.Value ?? -1, definition);
        }

        foreach (var instance in numbering?.Elements<NumberingInstance>() ?? [])
        {
            _instances.TryAdd(instance.NumberID?.Value ?? -1, instance);
        }
    }

    /// <summary>The marker, "" for a paragraph without; call once for each paragraph, in order.</summary>
    public string MarkerOf(Paragraph paragraph)
    {
        if (Find(paragraph) is not { } at || !_instances.TryGetValue(at.Number, out var instance) || instance.AbstractNumId?.Val?.Value is not { } abstractId)
        {
            return "";
        }

        if (Level(instance, abstractId, at.Level) is not { } level)
        {
            return "";
        }

        var counts = Count(instance, at.Number, abstractId, at.Level);
        return level.NumberingFormat?.Val?.Value is var format && format == NumberFormatValues.Bullet
            ? Bullet(level)
            : Fill(level, counts, instance, abstractId);
    }

    private (int Number, int Level)? Find(Paragraph paragraph)
    {
        var own = paragraph.ParagraphProperties?.NumberingProperties;
        var ownList = own?.NumberingId?.Val?.Value;
        var styled = _styles.NumberingOf(paragraph);
        if ((ownList ?? styled.List) is not { } number || number == 0)
        {
            return null;
        }

        // The list of a style says which level is the style's; a list that the paragraph names itself begins at its first level.
        var level = own?.NumberingLevelReference?.Val?.Value ?? (ownList is null ? LevelOfStyle(number, styled.Styles) ?? styled.Level : null) ?? 0;
        return level is >= 0 and < Levels ? (number, level) : null;
    }

    private int? LevelOfStyle(int number, IReadOnlyList<string> styles)
    {
        if (!_instances.TryGetValue(number, out var instance) || Definition(instance.AbstractNumId?.Val?.Value ?? -1) is not { } definition)
        {
            return null;
        }

        return styles.Select(style => definition.Elements<Level>().FirstOrDefault(level => level.ParagraphStyleIdInLevel?.Val?.Value == style)?.LevelIndex?.Value)
            .FirstOrDefault(level => level is not null);
    }

    private Level? Level(NumberingInstance instance, int abstractId, int index)
    {
        var changed = instance.Elements<LevelOverride>().FirstOrDefault(o => o.LevelIndex?.Value == index)?.Level;
        return changed ?? Definition(abstractId)?.Elements<Level>().FirstOrDefault(level => level.LevelIndex?.Value == index);
    }

    // A definition may only name a style whose numbering holds the levels.
    private AbstractNum? Definition(int abstractId)
    {
        var definition = _abstract.GetValueOrDefault(abstractId);
        if (definition?.NumberingStyleLink?.Val?.Value is not { } link)
        {
            return definition;
        }

        return _abstract.Values.FirstOrDefault(other => other.StyleLink?.Val?.Value == link) ?? definition;
    }

    private int?[] Count(NumberingInstance instance, int number, int abstractId, int index)
    {
        if (!_counts.TryGetValue(abstractId, out var counts))
        {
            _counts[abstractId] = counts = new int?[Levels];
        }

        var restart = instance.Elements<LevelOverride>().FirstOrDefault(o => o.LevelIndex?.Value == index)?.StartOverrideNumberingValue?.Val?.Value;
        counts[index] = restart is { } first && _restarted.Add((number, index)) ? first : counts[index] is { } last ? unchecked(last + 1) : Start(instance, abstractId, index);
        for (var above = 0; above < index; above++)
        {
            counts[above] ??= Start(instance, abstractId, above);
        }

        for (var below = index + 1; below < Levels; below++)
        {
            // Begins again after any level above it, unless it names the deepest that does so (from 1; 0 for none).
            if (index < (Level(instance, abstractId, below)?.LevelRestart?.Val?.Value ?? below))
            {
                counts[below] = null;
            }
        }

        return counts;
    }

    // A level that does not say where it begins begins at 0 (ECMA-376 Part 1, 17.9.25).
    private int Start(NumberingInstance instance, int abstractId, int index) => Level(instance, abstractId, index) is { } level ? level.StartNumberingValue?.Val?.Value ?? 0 : 1;

    private static string Bullet(Level level)
    {
        var text = Symbols.OfBullet(level.LevelText?.Val?.Value ?? "");
        return string.IsNullOrWhiteSpace(text) || text == "o" ? "\u2022" : text;
    }

    private string Fill(Level level, int?[] counts, NumberingInstance instance, int abstractId)
    {
        var legal = level.IsLegalNumberingStyle is { } l && (l.Val is null || l.Val.Value);
        return Placeholder().Replace(level.LevelText?.Val?.Value ?? "", match =>
        {
            var index = match.Value[1] - '1';
            var format = Level(instance, abstractId, index)?.NumberingFormat?.Val?.Value;
            return NumberFormats.Write(counts[index] ?? 1, legal ? NumberFormatValues.Decimal : format ?? NumberFormatValues.Decimal);
        }).Trim();
    }

    [GeneratedRegex("%[1-9]", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
