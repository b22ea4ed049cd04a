using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>The documents that a filter lets through, read under the person's own row-level security.</summary>
internal static class FilteredDocuments
{
    /// <summary>The day by which a document is found: its own, else that of its upload. Of the version "v".</summary>
    public const string Day = "coalesce(v.dated, (v.uploaded_at at time zone 'utc')::date)";

    /// <summary>The condition on days, of the version "v"; true when none is asked for.</summary>
    public const string OfDays = $"(@from::date is null or {Day} >= @from::date) and (@to::date is null or {Day} <= @to::date)";

    /// <summary>The condition on types; the others likewise.</summary>
    public const string OfTypes = "(@formats::text[] is null or v.format = any (@formats))";

    /// <summary>The condition on languages.</summary>
    public const string OfLanguages = "(@languages::text[] is null or coalesce(v.language, 'und') = any (@languages))";

    /// <summary>The condition on authors.</summary>
    public const string OfAuthors = "(@authors::text[] is null or lower(v.author) in (select lower(a) from unnest(@authors) a))";

    /// <summary>The condition on tags, of the document "d".</summary>
    public const string OfTags =
        "(@tags::text[] is null or d.id in (select t.document_id from tags_in_force t where lower(t.tag) in (select lower(g) from unnest(@tags) g)))";

    private const string Statement = $"""
        select coalesce(v.language, 'und') as language, array_agg(d.id) as documents, coalesce(sum(v.chunk_count), 0)::bigint as passages,
               count(*) filter (where v.format = 'recording') as recordings
        from documents d join document_versions v on v.id = d.current_version_id
        where d.collection_id = any (@collections) and {OfDays} and {OfTypes} and {OfLanguages} and {OfAuthors} and {OfTags} and (@documents::uuid[] is null or d.id = any (@documents)) group by 1
        """;

    /// <summary>The documents and what they hold; a search plans by it.</summary>
    public static async Task<(Guid[] Documents, CollectionContents.Contents Held)> ReadAsync(
        DatabaseSession session, SearchFilter filter, Guid[] collections, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<Row>(Statement, Parameters(filter, collections), cancellationToken).ConfigureAwait(false);
        return ([.. rows.SelectMany(row => row.Documents)], new CollectionContents.Contents(rows.ToDictionary(row => row.Language, row => row.Passages), rows.Any(row => row.Recordings > 0)));
    }

    /// <summary>The parameters of the conditions, with those of a statement around them.</summary>
    public static object Parameters(SearchFilter filter, Guid[] collections, int most = 0) => new
    {
        collections, most,
        from = filter.From?.ToString("O"), to = filter.To?.ToString("O"),
        formats = filter.Types.Count == 0 ? null : DocumentTypes.FormatsOf(filter.Types),
        languages = OrNull(filter.Languages), authors = OrNull(filter.Authors), tags = OrNull(filter.Tags),
        wanted = filter.Collections?.ToArray(), documents = filter.Documents?.ToArray(),
    };

    private static string[]? OrNull(IReadOnlyList<string> values) => values.Count == 0 ? null : [.. values];

    private sealed record Row(string Language, Guid[] Documents, long Passages, long Recordings);
}
