using System.Globalization;

namespace KnowledgePlatform.Parsers.Reading;

/// <summary>Names of files within a file. They are text for a person, never a path that anything is written to; a name that climbs out of a folder loses the climb all the same.</summary>
internal static class MemberPath
{
    private const int MaxLength = 400;
    private const int ShortLength = 120;

    /// <summary>The path with "/" between folders; null when nothing of it is left.</summary>
    public static string? Clean(string? path)
    {
        var parts = (path ?? "").Replace('\\', '/').Split('/')
            .Select(part => TextCleaner.Line(string.Concat(part.Where(IsShown))).Trim())
            .Where(part => part.Trim('.').Length > 0 && !IsDrive(part)).ToList();
        var clean = string.Join('/', parts);
        // The end says what it is.
        return clean.Length == 0 ? null : clean.Length <= MaxLength ? clean : "…" + clean[^(MaxLength - 1)..];
    }

    /// <summary>As it fits into a sentence.</summary>
    public static string Short(string path) => path.Length <= ShortLength ? path : "…" + path[^(ShortLength - 1)..];

    // Marks of direction let "exe.fdp" show as "pdf.exe".
    private static bool IsShown(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static bool IsDrive(string part) => part is [_, ':'] && char.IsAsciiLetter(part[0]);
}
