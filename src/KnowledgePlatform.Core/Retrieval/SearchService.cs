using System.Globalization;
using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers;
using KnowledgePlatform.Core.Audit;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>
/// A search as persons and programs make it: filtered, in the order asked for, with the words marked and what is known of the documents; and recorded in the audit trail,
/// by whichever door it came.
/// </summary>
public sealed class SearchService(
    PlatformDatabase database, PassageSearch search, CollectionStore collections, AuditLog audit, IOptions<RetrievalOptions> retrieval, IOptions<AnswerOptions> answers)
{
    /// <summary>The passages found.</summary>
    /// <exception cref="RefusedException">
    /// <c>query_empty</c>, <c>query_too_long</c>, <c>question_too_literal</c>, <c>collections_empty</c>, <c>collection_not_found</c>, and what <see cref="SearchFilter.Checked"/>
    /// refuses.
    /// </exception>
    public async Task<IReadOnlyList<PassageHit>> FindAsync(Caller caller, SearchRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var query = request.Query?.Trim() ?? "";
        RefuseUnfit(query);
        var filter = request.Filter.Checked();
        await collections.RequireOpenAsync(caller, filter.Collections, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<PassageHit> hits = await search.FindAsync(caller, query, filter, request.Limit, cancellationToken).ConfigureAwait(false);
        if (request.LeavesOutFar)
        {
            hits = [.. hits.Where(hit => hit.LexicalRank is not null || hit.Similarity >= answers.Value.Weak.LeastSimilarity)];
        }

        var marks = new WordMarks(query);
        hits = [.. (await DescribeAsync(caller, hits, cancellationToken).ConfigureAwait(false)).Select(hit => hit with { Marks = marks.Of(hit.Text) })];
        await audit.AddAsync(
            caller, "passages.search", null, new { query, filter = Recorded(filter), documents = hits.Select(hit => hit.DocumentId).Distinct() }, cancellationToken).ConfigureAwait(false);
        return Sort(hits, request.Sort);
    }

    /// <summary>The passages in another order; those of one document stay in the order of how well they fit.</summary>
    /// <param name="hits">Best first.</param>
    /// <param name="sort">The order.</param>
    public static IReadOnlyList<PassageHit> Sort(IReadOnlyList<PassageHit> hits, SearchSort sort)
    {
        ArgumentNullException.ThrowIfNull(hits);
        return sort switch
        {
            SearchSort.Newest => [.. hits.OrderByDescending(hit => hit.Date).ThenByDescending(hit => hit.DocumentId)],
            SearchSort.Oldest => [.. hits.OrderBy(hit => hit.Date).ThenBy(hit => hit.DocumentId)],
            SearchSort.Title => [.. hits.OrderBy(hit => hit.Title, StringComparer.Create(CultureInfo.InvariantCulture, ignoreCase: true)).ThenBy(hit => hit.DocumentId)],
            _ => hits,
        };
    }

    private void RefuseUnfit(string query)
    {
        if (!query.Any(char.IsLetterOrDigit))
        {
            throw new RefusedException(RefusalKind.Invalid, "query_empty", query.Length == 0 ? "The query is empty." : "There is nothing to look for: the query has no letter and no digit.");
        }

        if (query.Contains('\0', StringComparison.Ordinal))
        {
            throw new RefusedException(RefusalKind.Invalid, "text_invalid", "The query holds a character that no text has (U+0000).");
        }

        var longest = retrieval.Value.MaxQuestionLength;
        if (query.Length > longest)
        {
            throw new RefusedException(RefusalKind.TooLarge, "query_too_long", $"The query has {query.Length} characters; the limit is {longest}.");
        }

        if (QuestionSyntax.Parse(query).OnlyExcludes)
        {
            throw new RefusedException(RefusalKind.Invalid, "query_only_excludes", "The query says only what must not stand there. Say what to look for as well.");
        }
    }

    private async Task<IReadOnlyList<PassageHit>> DescribeAsync(Caller caller, IReadOnlyList<PassageHit> hits, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var versions = (await session.QueryAsync<Described>(
            $"select v.id, v.format, v.author, {FilteredDocuments.Day}::timestamp as day from document_versions v where v.id = any (@ids)",
            new { ids = hits.Select(hit => hit.VersionId).Distinct().ToArray() }, cancellationToken).ConfigureAwait(false)).ToDictionary(version => version.Id);
        // What was deleted since the search is not shown any more.
        return [.. hits.Where(hit => versions.ContainsKey(hit.VersionId)).Select(hit => versions[hit.VersionId] is var version
            ? hit with { Type = DocumentTypes.NameOf(version.Format), Author = version.Author, Date = DateOnly.FromDateTime(version.Day) } : hit)];
    }

    private static object? Recorded(SearchFilter filter) => filter == SearchFilter.None || (filter.Collections is null && !filter.NarrowsDocuments) ? null : new
    {
        collections = filter.Collections, types = OrNull(filter.Types), from = filter.From, to = filter.To, languages = OrNull(filter.Languages),
        authors = OrNull(filter.Authors), tags = OrNull(filter.Tags),
    };

    private static IReadOnlyList<string>? OrNull(IReadOnlyList<string> values) => values.Count == 0 ? null : values;

    private sealed record Described(Guid Id, string? Format, string? Author, DateTime Day);
}
