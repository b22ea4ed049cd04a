namespace KnowledgePlatform.Core.Documents;

/// <summary>Titles and file names as they may be shown: they come from files, and a file can be named to look like another.</summary>
public static class ShownName
{
    /// <summary>
    /// Without the characters that turn the direction of what follows (Unicode UAX #9: embeddings and overrides U+202A to U+202E, isolates U+2066 to U+2069): with them
    /// "annexe" + U+202E + "gnp.exe" reads as a picture. Arabic and Hebrew need none of them, and the marks that they do use (U+200E, U+200F, U+061C) stay.
    /// </summary>
    public static string Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.AsSpan().ContainsAnyInRange('\u202A', '\u202E') || name.AsSpan().ContainsAnyInRange('\u2066', '\u2069')
            ? string.Concat(name.Where(c => !Turns(c)))
            : name;
    }

    private static bool Turns(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
