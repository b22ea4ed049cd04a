namespace KnowledgePlatform.Core.Documents;

/// <summary>Which documents of a collection to list.</summary>
/// <param name="State">in_progress, published, failed, attention (could not be read, or only in part, or not again, or hardly), or null for all.</param>
/// <param name="Search">A part of the title or of the file's name, whatever the case; null or empty for all.</param>
/// <param name="Limit">At most so many.</param>
/// <param name="Offset">After so many.</param>
public sealed record DocumentQuery(string? State = null, string? Search = null, int Limit = 100, int Offset = 0)
{
    /// <exception cref="RefusedException"><c>invalid_state</c>.</exception>
    internal object ToParameters(Guid collection) => new { collection, states = StatesOf(State), attention = State == "attention", unsure = DocumentSummary.Unsure, pattern = PatternOf(Search), Limit, Offset };

    private static string[]? StatesOf(string? state) => state switch
    {
        null or "" or "attention" => null,
        "in_progress" => ["received", "parsed", "chunked", "embedded"],
        "published" or "failed" => [state],
        _ => throw new RefusedException(RefusalKind.Invalid, "invalid_state", "The state is one of in_progress, published, failed and attention."),
    };

    private static string? PatternOf(string? search) => string.IsNullOrWhiteSpace(search)
        ? null
        : "%" + search.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
}
