using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using KnowledgePlatform.Parsers.Reading;

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
        if (HeadingLevels.OfOutline(paragraph.ParagraphProperties?.OutlineLevel?.Val?.Value) is { } own)
        {
            return own;
        }

        foreach (var style in Chain(paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value))
        {
            if (HeadingLevels.OfName(style.StyleName?.Val?.Value) is { } named)
            {
                return named;
            }

            if (HeadingLevels.OfOutline(style.StyleParagraphProperties?.OutlineLevel?.Val?.Value) is { } level)
            {
                return level;
            }
        }

        return 0;
    }

    /// <summary>
    /// The numbering that the paragraph's style brings. A style may only change the level of what it inherits: list and level are each the nearest that is given. The
    /// styles are those up to the one that names the list: a level of the list may belong to one of them.
    /// </summary>
    public (int? List, int? Level, IReadOnlyList<string> Styles) NumberingOf(Paragraph paragraph)
    {
        int? level = null;
        var ids = new List<string>();
        foreach (var style in Chain(paragraph.ParagraphProperties?.ParagraphStyleId?.Val?.Value ?? _default))
        {
            ids.Add(style.StyleId!.Value!);
            var numbering = style.StyleParagraphProperties?.NumberingProperties;
            level ??= numbering?.NumberingLevelReference?.Val?.Value;
            if (numbering?.NumberingId?.Val?.Value is { } list)
            {
                return (list, level, ids);
            }
        }

        return (null, level, ids);
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
}
