namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Titles out of file properties.</summary>
internal static class Titles
{
    private const int MaxLength = 300;

    /// <summary>The title for a person, or null when the property holds none: programs often write a file name or a placeholder there.</summary>
    public static string? Clean(string? title)
    {
        if (title is null)
        {
            return null;
        }

        var clean = TextCleaner.Line(title);
        if (clean.StartsWith("Microsoft Word - ", StringComparison.OrdinalIgnoreCase))
        {
            clean = clean["Microsoft Word - ".Length..];
        }

        var extension = clean.Contains(' ', StringComparison.Ordinal) ? "" : Path.GetExtension(clean);
        var isPlaceholder = clean.Equals("untitled", StringComparison.OrdinalIgnoreCase) || !clean.Any(char.IsLetter);
        if (clean.Length == 0 || isPlaceholder || extension.Length is > 1 and < 6 || clean.Contains('\uFFFD', StringComparison.Ordinal))
        {
            return null;
        }

        return clean.Length <= MaxLength ? clean : TextCleaner.CutAt(clean, MaxLength);
    }
}
