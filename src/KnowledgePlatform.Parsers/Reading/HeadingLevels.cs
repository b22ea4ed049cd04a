namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Levels of headings as word processors write them.</summary>
internal static class HeadingLevels
{
    private const int Deepest = 6;

    /// <summary>By the name of a style: they keep the English names of their own styles in every language. Null when it is none of a heading.</summary>
    public static int? OfName(string? name)
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
            ? Math.Min(level, Deepest) : null;
    }

    /// <summary>By the outline level, which counts from 0; 9 is text.</summary>
    public static int? OfOutline(int? outline) => outline is >= 0 and < 9 ? Math.Min(outline.Value + 1, Deepest) : null;
}
