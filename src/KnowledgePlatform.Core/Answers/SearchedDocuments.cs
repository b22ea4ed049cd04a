using System.Globalization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;

namespace KnowledgePlatform.Core.Answers;

/// <summary>
/// What an answer was looked for in, and what could not be looked at: "not found" says little without it. In numbers only, since a conversation outlives the right to
/// know what a document is called.
/// </summary>
internal sealed class SearchedDocuments(PlatformDatabase database)
{
    /// <summary>Counts what the caller may open of these collections, in words for a reader.</summary>
    public async Task<string> DescribeAsync(Caller caller, IReadOnlyList<Guid> collections, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        // An earlier version is searched while a newer one is being read; where there is none, nobody looked at the document.
        return Describe(await session.ReadAsync<Counts>(
            """
            select count(distinct d.collection_id) filter (where d.current_version_id is not null) as collections,
                   count(*) filter (where d.current_version_id is not null) as searched,
                   count(*) filter (where c.is_partial) as partly,
                   count(*) filter (where d.current_version_id is null and v.state = 'failed') as unread,
                   count(*) filter (where d.current_version_id is null and v.state <> 'failed') as in_progress
            from documents d join lateral (select state from document_versions w where w.document_id = d.id order by w.number desc limit 1) v on true
            left join document_versions c on c.id = d.current_version_id
            where d.collection_id = any (@collections)
            """,
            new { collections = collections.ToArray() }, cancellationToken).ConfigureAwait(false));
    }

    internal static string Describe(Counts counts)
    {
        var sentences = new List<string>
        {
            counts.Searched == 0 ? "There was no document to search." : $"Searched: {Number(counts.Searched, "document")} in {Number(counts.Collections, "collection")}.",
        };
        if (counts.Partly > 0)
        {
            sentences.Add($"Of {Number(counts.Partly, "document")} only a part could be read.");
        }

        if (counts.Unread > 0)
        {
            sentences.Add($"{Number(counts.Unread, "document")} could not be read, so {(counts.Unread == 1 ? "it was" : "they were")} not searched.");
        }

        if (counts.InProgress > 0)
        {
            sentences.Add($"{Number(counts.InProgress, "document")} {(counts.InProgress == 1 ? "is" : "are")} still being read: ask again when {(counts.InProgress == 1 ? "it is" : "they are")} published.");
        }

        return string.Join(' ', sentences);
    }

    private static string Number(long count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {what}{(count == 1 ? "" : "s")}");

    internal sealed record Counts(long Collections, long Searched, long Partly, long Unread, long InProgress);
}
