using System.Globalization;
using KnowledgePlatform.Core.Retrieval;
using KnowledgePlatform.Portal.Documents;

namespace KnowledgePlatform.Portal.Search;

/// <summary>Filters as people read them.</summary>
internal static class FilterWords
{
    /// <summary>The heading of a kind.</summary>
    public static string Heading(string kind) => kind switch
    {
        "collection" => "Collection",
        "type" => "Type",
        "language" => "Language",
        "author" => "Author",
        _ => "Tag",
    };

    /// <summary>A value without its kind.</summary>
    public static string Value(string kind, string value, IReadOnlyDictionary<string, string> collections) => kind switch
    {
        "collection" => collections.GetValueOrDefault(value.ToLowerInvariant(), "not open to you"),
        "type" => RoleWords.OfType(value),
        "language" => RoleWords.OfLanguage(value),
        _ => value,
    };

    /// <summary>A filter in one line: "Type: PDF", "From 27 Nov 2026".</summary>
    public static string Of(string kind, string value, IReadOnlyDictionary<string, string> collections) => kind switch
    {
        "from" => $"From {Day(value)}",
        "to" => $"Until {Day(value)}",
        _ => $"{Heading(kind)}: {Value(kind, value, collections)}",
    };

    /// <summary>The values to choose of: those counted, and before them those chosen that no document has.</summary>
    public static IReadOnlyList<FacetCount> Choices(string kind, IReadOnlyList<FacetCount> counted, IReadOnlyList<string> chosen, IReadOnlyDictionary<string, string> collections) =>
    [
        .. chosen.Where(value => !counted.Any(count => count.Value.Equals(value, StringComparison.OrdinalIgnoreCase))).Select(value => new FacetCount(value, value, 0))
            .Concat(counted).Select(count => count with { Name = kind == "collection" ? count.Name : Value(kind, count.Value, collections) }),
    ];

    /// <summary>A day as people write it.</summary>
    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", CultureInfo.InvariantCulture);

    private static string Day(string value) => DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? Day(day) : value;
}
