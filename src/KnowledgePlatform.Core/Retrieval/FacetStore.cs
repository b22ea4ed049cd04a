using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>Counts the documents by what searches are narrowed by.</summary>
public sealed class FacetStore(PlatformDatabase database)
{
    private const int MostOfKind = 20;

    private const string Statement = $"""
        with docs as materialized (
            select d.id, d.collection_id, v.format, coalesce(v.language, 'und') as language, v.author,
                   (@wanted::uuid[] is null or d.collection_id = any (@wanted)) as in_collections, {FilteredDocuments.OfTypes} as of_types,
                   {FilteredDocuments.OfLanguages} as of_languages, {FilteredDocuments.OfAuthors} as of_authors, {FilteredDocuments.OfTags} as of_tags
            from documents d join document_versions v on v.id = d.current_version_id
            where d.collection_id = any (@collections) and {FilteredDocuments.OfDays}),
        counted as (
            select 1 as kind, collection_id::text as value, count(*) as documents from docs where of_types and of_languages and of_authors and of_tags group by 2
            union all
            select 2, format, count(*) from docs where format is not null and in_collections and of_languages and of_authors and of_tags group by 2
            union all
            select 3, language, count(*) from docs where language <> 'und' and in_collections and of_types and of_authors and of_tags group by 2
            union all
            select 4, min(author), count(*) from docs where author is not null and in_collections and of_types and of_languages and of_tags group by lower(author)
            union all
            select 5, min(t.tag), count(*) from docs join tags_in_force t on t.document_id = docs.id
            where in_collections and of_types and of_languages and of_authors group by lower(t.tag)),
        ranked as (
            select *, row_number() over (partition by kind order by chosen desc, documents desc, lower(value)) as place
            from (select *, lower(value) in (select lower(a) from unnest(@authors) a) or lower(value) in (select lower(g) from unnest(@tags) g) as chosen from counted) c)
        select r.kind, r.value, coalesce(c.name, r.value) as name, r.documents from ranked r left join collections c on r.kind = 1 and c.id::text = r.value
        where r.kind in (2, 3) or r.place <= @most or r.value = any (@wanted::uuid[]::text[]) order by r.kind, r.place
        """;

    /// <summary>The counts; of collections, authors and tags the 20 most frequent and those that are chosen.</summary>
    /// <exception cref="RefusedException">What <see cref="SearchFilter.Checked"/> refuses.</exception>
    public async Task<SearchFacets> CountAsync(Caller caller, SearchFilter filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter = filter.Checked();
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var visible = await session.ReadAsync<Guid[]>("select kp_collections_as('reader')", null, cancellationToken).ConfigureAwait(false);
        var rows = (await session.QueryAsync<Row>(Statement, FilteredDocuments.Parameters(filter, visible, MostOfKind), cancellationToken).ConfigureAwait(false))
            .ToLookup(row => row.Kind);
        return new SearchFacets(Counts(rows[1]), Types(rows[2]), Counts(rows[3]), Counts(rows[4]), Counts(rows[5]));
    }

    private static List<FacetCount> Counts(IEnumerable<Row> rows) => [.. rows.Select(row => new FacetCount(row.Value, row.Name, row.Documents))];

    // Several formats are one type for a person.
    private static List<FacetCount> Types(IEnumerable<Row> rows) => [.. rows.Select(row => (Type: DocumentTypes.NameOf(row.Value), row.Documents)).Where(row => row.Type is not null)
        .GroupBy(row => row.Type!, row => row.Documents).Select(type => new FacetCount(type.Key, type.Key, type.Sum())).OrderByDescending(type => type.Documents)];

    private sealed record Row(int Kind, string Value, string Name, long Documents);
}
