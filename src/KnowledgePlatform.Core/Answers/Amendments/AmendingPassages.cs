using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Answers.Names;
using KnowledgePlatform.Core.Answers.Verification;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Retrieval;

namespace KnowledgePlatform.Core.Answers.Amendments;

/// <summary>
/// Puts beside what a document says what its amendments say of it. A sentence such as "In clause 7.2 the words 'six months' are replaced by 'nine months'" has hardly a word of the
/// question in it, and stands far behind the clause that it changes, which is no longer in force.
/// </summary>
internal sealed class AmendingPassages(PlatformDatabase database, PassageSearch search, AnswerOptions options)
{
    private const int MostDocuments = 1000;
    private const int PassagesRead = 8;

    /// <summary>The passages with the amending ones behind the first one of what they amend.</summary>
    /// <param name="caller">Who asks: only amendments that this person may open are looked for.</param>
    /// <param name="question">The question.</param>
    /// <param name="hits">What was found for it, best first.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<IReadOnlyList<PassageHit>> AddAsync(Caller caller, string question, IReadOnlyList<PassageHit> hits, CancellationToken cancellationToken)
    {
        var leading = hits.Take(options.PassagesForQuotations).Where(hit => !AmendingWords.CallAmendment(hit.Title, hit.HeadingPath)).ToList();
        if (options.Amendments == 0 || leading.Count == 0)
        {
            return hits;
        }

        var documents = await DocumentsAsync(caller, leading, cancellationToken).ConfigureAwait(false);
        leading = [.. leading.Where(hit => !documents.Contains(hit.DocumentId))];
        if (documents.Length == 0 || leading.Count == 0)
        {
            return hits;
        }

        var found = await search.FindAsync(
            caller, question, new SearchFilter { Collections = [.. leading.Select(hit => hit.CollectionId).Distinct()], Documents = documents }, PassagesRead, cancellationToken).ConfigureAwait(false);
        var amended = await AmendedAsync(
            caller, [.. found.Select(hit => hit.DocumentId).Distinct()], [.. leading.Select(hit => hit.DocumentId).Distinct()], cancellationToken).ConfigureAwait(false);
        // Its beginning says whom it is between, and is best found by that; it changes nothing.
        var amending = found
            .Where(hit => amended.ContainsKey(hit.DocumentId) && (hit.Ordinal > 0 || found.All(one => one.DocumentId != hit.DocumentId || one.Ordinal == 0)))
            .Select(hit => hit with { Amends = amended[hit.DocumentId] })
            .OrderByDescending(hit => leading.Exists(one => hit.Amends.Contains(one.DocumentId) && NamesClauseOf(hit, one))).Take(options.Amendments).ToList();
        return Placed(hits, amending);
    }

    /// <summary>The passages with those behind the first one of a document that they amend.</summary>
    internal static IReadOnlyList<PassageHit> Placed(IReadOnlyList<PassageHit> hits, IReadOnlyList<PassageHit> amending)
    {
        if (amending.Count == 0)
        {
            return hits;
        }

        var placed = hits.Where(hit => amending.All(one => one.ChunkId != hit.ChunkId)).ToList();
        foreach (var hit in amending.Reverse())
        {
            placed.Insert(placed.FindIndex(one => hit.Amends.Contains(one.DocumentId)) + 1, hit);
        }

        return placed;
    }

    // "In clause 7.2 …" beside "7.2 Either party …".
    private static bool NamesClauseOf(PassageHit amending, PassageHit passage) =>
        new AnalysedText(amending.Text).Facts.Any(fact => fact.Kind == FactKind.Label && $"\n{passage.Text}".Contains($"\n{fact.Literal} ", StringComparison.OrdinalIgnoreCase));

    private async Task<Guid[]> DocumentsAsync(Caller caller, IReadOnlyList<PassageHit> leading, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        return [.. await session.QueryAsync<Guid>(
            """
            select id from (
                select d.id from documents d where d.collection_id = any (@collections) and kp_names_amendment(d.title)
                union
                select c.document_id from chunks c where c.collection_id = any (@collections) and c.ordinal = 0 and kp_names_amendment(c.heading_path || E'\n' || left(c.text, 80))
            ) found order by id desc limit @most
            """,
            new { collections = leading.Select(hit => hit.CollectionId).Distinct().ToArray(), most = MostDocuments },
            cancellationToken).ConfigureAwait(false)];
    }

    // An amendment begins with whom and what it is about: that document holds nearly all of those names.
    private async Task<Dictionary<Guid, IReadOnlyList<Guid>>> AmendedAsync(Caller caller, Guid[] amending, Guid[] documents, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        var beginnings = await session.QueryAsync<Beginning>(
            """
            select d.id as document_id, d.title, c.text from documents d join chunks c on c.document_id = d.id and c.ordinal = 0 where d.id = any (@amending)
            """, new { amending }, cancellationToken).ConfigureAwait(false);
        var names = beginnings.ToDictionary(one => one.DocumentId, one => AmendedNames.Of(one.Title, one.Text));
        var held = await NameHolders.WordsAsync(session, documents, [.. names.Values.SelectMany(words => words).Distinct(StringComparer.Ordinal)], cancellationToken).ConfigureAwait(false);
        return names.Select(one => (Amending: one.Key, Holders: AmendedNames.Holders(one.Value, held))).Where(one => one.Holders.Count > 0).ToDictionary(one => one.Amending, one => one.Holders);
    }

    private sealed record Beginning(Guid DocumentId, string Title, string Text);
}
