using System.Globalization;
using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>
/// Which documents a search looks in. What is empty narrows nothing; of several values of one kind any will do, and each kind that is given has to fit.
/// </summary>
public sealed record SearchFilter
{
    /// <summary>The most values of one kind.</summary>
    public const int MostValues = 100;

    /// <summary>The most collections; without any all are searched.</summary>
    public const int MostCollections = 10_000;

    private const int LongestValue = 300;

    /// <summary>Narrows nothing.</summary>
    public static readonly SearchFilter None = new();

    /// <summary>Collections, or null for all that the caller may open.</summary>
    public IReadOnlyList<Guid>? Collections { get; init; }

    /// <summary>Types as people name them, such as "pdf", "docx" or "mail"; see <see cref="DocumentTypes"/>.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];

    /// <summary>The first day: that which the document bears, else that of its upload (UTC).</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day.</summary>
    public DateOnly? To { get; init; }

    /// <summary>Languages of documents, ISO 639-1, such as "en".</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Who wrote it, as the document says; the whole name, whatever its case.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Tags of the document or of what holds it, whatever their case.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Only in these documents, or null: for what the product itself looks for in documents that it knows.</summary>
    internal IReadOnlyList<Guid>? Documents { get; init; }

    /// <summary>True when more than collections is given.</summary>
    public bool NarrowsDocuments => Types.Count + Languages.Count + Authors.Count + Tags.Count > 0 || From is not null || To is not null || Documents is not null;

    /// <summary>The same with names of types as they are kept, spaces and empty values gone.</summary>
    /// <exception cref="RefusedException"><c>type_unknown</c>, <c>language_invalid</c>, <c>dates_reversed</c>, <c>filter_too_large</c>.</exception>
    public SearchFilter Checked()
    {
        if (From > To)
        {
            throw Refused("dates_reversed", string.Create(CultureInfo.InvariantCulture, $"The first day, {From:yyyy-MM-dd}, is after the last, {To:yyyy-MM-dd}."));
        }

        var collections = Collections?.Distinct().ToList();
        if (collections?.Count > MostCollections)
        {
            throw Refused("filter_too_large", $"A filter takes {MostCollections} collections at most; without any it looks in all that are open to you.");
        }

        return this with
        {
            Collections = collections,
            Types = [.. Clean(Types, "types").SelectMany(TypesOf).Distinct(StringComparer.Ordinal)],
            Languages = [.. Clean(Languages, "languages").Select(LanguageOf).Distinct(StringComparer.Ordinal)],
            Authors = Clean(Authors, "authors"),
            Tags = Clean(Tags, "tags"),
        };
    }

    /// <summary>Reads a day such as 2026-11-27; null for nothing.</summary>
    /// <exception cref="RefusedException"><c>date_invalid</c>.</exception>
    public static DateOnly? ReadDay(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : throw Refused("date_invalid", "A day is written as year, month and day: 2026-11-27.");

    private static List<string> Clean(IReadOnlyList<string> values, string kind)
    {
        var clean = values.Select(value => value?.Trim() ?? "").Where(value => value.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (clean.Exists(value => value.Contains('\0', StringComparison.Ordinal)))
        {
            throw Refused("text_invalid", "The filter holds a character that no text has (U+0000).");
        }

        return clean.Count <= MostValues && clean.TrueForAll(value => value.Length <= LongestValue)
            ? clean
            : throw Refused("filter_too_large", $"A filter takes {MostValues} {kind} of {LongestValue} characters at most.");
    }

    private static IReadOnlyList<string> TypesOf(string name) => DocumentTypes.Read(name) is { Count: > 0 } names
        ? names
        : throw Refused("type_unknown", $"There is no such type of documents. The types: {string.Join(", ", DocumentTypes.Names)}.");

    private static string LanguageOf(string code) => code.Length is 2 or 3 && code.All(char.IsAsciiLetter)
        ? code.ToLowerInvariant()
        : throw Refused("language_invalid", "A language is given by its code, such as en, de or hi (ISO 639-1).");

    private static RefusedException Refused(string code, string message) => new(RefusalKind.Invalid, code, message);
}
