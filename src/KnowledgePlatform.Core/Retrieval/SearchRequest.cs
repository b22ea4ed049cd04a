namespace KnowledgePlatform.Core.Retrieval;

/// <summary>In which order found passages are given.</summary>
public enum SearchSort
{
    /// <summary>What fits best first.</summary>
    Best,

    /// <summary>By the day of the document, the newest first.</summary>
    Newest,

    /// <summary>By the day of the document, the oldest first.</summary>
    Oldest,

    /// <summary>By the title of the document.</summary>
    Title,
}

/// <summary>A search as a person makes it.</summary>
/// <param name="Query">Words or a sentence.</param>
/// <param name="Limit">Number of passages, at least 1. The best so many are found, whatever the order in which they are given.</param>
public sealed record SearchRequest(string? Query, int Limit)
{
    /// <summary>Which documents to look in.</summary>
    public SearchFilter Filter { get; init; } = SearchFilter.None;

    /// <summary>In which order.</summary>
    public SearchSort Sort { get; init; }

    /// <summary>
    /// True leaves out passages that share no word with the query and are further from its meaning than <see cref="Answers.WeakRetrievalOptions.LeastSimilarity"/>: what a
    /// person would wonder at. Nearest neighbours are always found, however far.
    /// </summary>
    public bool LeavesOutFar { get; init; }

    /// <summary>Reads the name of an order: best, newest, oldest or title; null for the first.</summary>
    /// <exception cref="RefusedException"><c>sort_unknown</c>.</exception>
    public static SearchSort ReadSort(string? name) => name?.Trim().ToLowerInvariant() switch
    {
        null or "" or "best" => SearchSort.Best,
        "newest" => SearchSort.Newest,
        "oldest" => SearchSort.Oldest,
        "title" => SearchSort.Title,
        _ => throw new RefusedException(RefusalKind.Invalid, "sort_unknown", "The order is one of best, newest, oldest and title."),
    };
}

/// <summary>How many documents have a value.</summary>
/// <param name="Value">As a filter takes it: the id of a collection, the name of a type, a code of a language, an author, a tag.</param>
/// <param name="Name">As a person reads it.</param>
public sealed record FacetCount(string Value, string Name, long Documents);

/// <summary>
/// What a search can be narrowed to. The numbers are those of the documents that the person may open, with every other filter that is given applied and without that of the same
/// kind; they do not depend on the words: a search by meaning has no end, so "how many of the found ones" would be the length of a list.
/// </summary>
/// <param name="Collections">By number of documents, as all others; those chosen come first.</param>
public sealed record SearchFacets(
    IReadOnlyList<FacetCount> Collections, IReadOnlyList<FacetCount> Types, IReadOnlyList<FacetCount> Languages, IReadOnlyList<FacetCount> Authors, IReadOnlyList<FacetCount> Tags);
