using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace KnowledgePlatform.Parsers.Word;

/// <summary>Paragraph styles with what they inherit.</summary>
internal sealed class WordStyles
{
    private const int MostAncestors = 20; // a style may name itself as its parent

    private readonly Dictionary<string, Style> _styles = new(StringComparer.Ordinal);
    private readonly string? _default;

    public WordStyles(MainDocumentPart main)
    {
        foreach (var style in main.StyleDefinitionsPart?.Styles?.Elements<Style>() ?? [])
        {
            if (style.StyleId?.Value is { } id)
            {
                _styles.TryAdd(id, style);
                _default ??= style.Default?.Value == true && style.Type?.Value == StyleValues.Paragraph ? id : null;
            }
        }
    }

    /// <summary>Heading level 1 to 6, else 0: by the paragraph's own outline level, else by its style's name or outline level.</summary>
    public int HeadingLevel(Paragraph paragraph)
    {
        if (Level(paragraph.ParagraphProperties?.OutlineLevel?.Val?.Value) is { } own)
        {
            return own;
        }

        foreach (var style in Chain(paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value))
        {
            if (LevelOfName(style.StyleName?.Val?.Value) is { } named)
            {
                return named;
            }

            if (Level(style.StyleParagraphProperties?.OutlineLevel?.Val?.Value) is { } level)
            {
                return level;
            }
        }

        return 0;
    }

    /// <summary>The nearest numbering that the paragraph's style brings, with the style that brings it.</summary>
    public (NumberingProperties Numbering, string StyleId)? NumberingOf(Paragraph paragraph)
    {
        foreach (var style in Chain(paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value ?? _default))
        {
            if (style.StyleParagraphProperties?.NumberingProperties is { } numbering)
            {
                return (numbering, style.StyleId!.Value!);
            }
        }

        return null;
    }

    /// <summary>True when the run, or a style that it is set in, hides its text.</summary>
    public bool IsHidden(Run run)
    {
        if (run.RunProperties?.Vanish is { } own)
        {
            return own.Val is null || own.Val.Value;
        }

        return IsHidden(run.RunProperties?.RunStyle?.Val?.Value)
            ?? IsHidden(run.Ancestors<Paragraph>().FirstOrDefault()?.ParagraphProperties?.ParagraphStyleId?.Val?.Value) ?? false;
    }

    private bool? IsHidden(string? styleId)
    {
        foreach (var style in Chain(styleId))
        {
            if (style.StyleRunProperties?.Vanish is { } vanish)
            {
                return vanish.Val is null || vanish.Val.Value;
            }
        }

        return null;
    }

    private IEnumerable<Style> Chain(string? id)
    {
        for (var i = 0; i < MostAncestors && id is not null && _styles.TryGetValue(id, out var style); i++)
        {
            yield return style;
            id = style.BasedOn?.Val?.Value;
        }
    }

    // Word keeps the English names of its own styles in every language.
    private static int? LevelOfName(string? name)
    {
        if (name is null)
        {
            return null;
        }

        if (name.Equals("Title", StringComparison.OrdinalIgnoreCase))
        {
            return 1;
        }

        return name.StartsWith("heading ", StringComparison.OrdinalIgnoreCase) && int.TryParse(name.AsSpan("heading ".Length), out var level) && level is >= 1 and <= 9
            ? Math.Min(level, 6) : null;
    }

    private static int? Level(int? outline) => outline is >= 0 and < 9 ? Math.Min(outline.Value + 1, 6) : null;
}
