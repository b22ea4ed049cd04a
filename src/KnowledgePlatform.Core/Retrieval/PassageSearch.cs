using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Chunking;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Documents;
using KnowledgePlatform.Core.Embeddings;
using KnowledgePlatform.Core.Retrieval.Synonyms;
using KnowledgePlatform.Core.Retrieval.Tuning;
using Microsoft.Extensions.Options;
using Npgsql;
using NpgsqlTypes;
using Pgvector;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>
/// Finds passages by <see cref="SearchStatement"/> under row-level security, and orders the best of them once more by what they have in common with each other and by
/// the documents that the question names.
/// </summary>
public sealed class PassageSearch(
    PlatformDatabase database, Embedders embedders, LanguageDetector languages, CollectionContents contents, IOptions<RetrievalOptions> options,
    SynonymLists? synonyms = null, PassageRefinement? refinement = null, TuningInForce? inForce = null)
{
    private const string English = "en";
    private const int MaxHnswCandidateList = 1000; // pgvector's own

    /// <summary>The best passages for a question, best first.</summary>
    /// <param name="caller">Who asks: only what this person may open is searched.</param>
    /// <param name="question">
    /// Words or a sentence, in any language that the embedding model knows. "Words in quotes" must stand in a passage or its headings in this order, -words must not; see
    /// <see cref="QuestionSyntax"/>.
    /// </param>
    /// <param name="collections">Where to search, or null for all that the caller may open.</param>
    /// <param name="limit">Number of passages, at least 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">The question is empty or over <see cref="RetrievalOptions.MaxQuestionLength"/>.</exception>
    public Task<IReadOnlyList<PassageHit>> SearchAsync(
        Caller caller, string question, IReadOnlyList<Guid>? collections, int limit, CancellationToken cancellationToken) =>
        FindAsync(caller, question, new SearchFilter { Collections = collections }, limit, cancellationToken);

    /// <summary>The same, in the documents that a filter lets through.</summary>
    /// <exception cref="ArgumentException">The question is empty or over <see cref="RetrievalOptions.MaxQuestionLength"/>.</exception>
    /// <exception cref="RefusedException">What <see cref="SearchFilter.Checked"/> refuses.</exception>
    public Task<IReadOnlyList<PassageHit>> FindAsync(Caller caller, string question, SearchFilter filter, int limit, CancellationToken cancellationToken) =>
        FindAsync(caller, question, filter, limit, null, cancellationToken);

    /// <summary>The same with other settings than those in force: a candidate is tried.</summary>
    /// <exception cref="ArgumentException">The question is empty or over <see cref="RetrievalOptions.MaxQuestionLength"/>.</exception>
    /// <exception cref="RefusedException">What <see cref="SearchFilter.Checked"/> refuses.</exception>
    internal async Task<IReadOnlyList<PassageHit>> FindAsync(
        Caller caller, string question, SearchFilter filter, int limit, SearchTuning? tuning, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        filter = filter.Checked();
        ArgumentException.ThrowIfNullOrWhiteSpace(question);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        tuning ??= inForce is null ? null : (await inForce.CurrentAsync(cancellationToken).ConfigureAwait(false)).Tuning;
        var settings = tuning?.Over(options.Value) ?? options.Value;
        if (question.Length > settings.MaxQuestionLength)
        {
            throw new ArgumentException($"the question is longer than {settings.MaxQuestionLength} characters (Retrieval:MaxQuestionLength)", nameof(question));
        }

        var asked = QuestionSyntax.Parse(question);
        var known = synonyms is null || tuning is { Synonyms: false } ? SynonymIndex.Empty : await synonyms.CurrentAsync(cancellationToken).ConfigureAwait(false);
        var found = await FindAsync(caller, asked, filter, Math.Max(limit, refinement?.Depth ?? 0), settings, known, cancellationToken).ConfigureAwait(false);
        var ordered = refinement is null ? found : await refinement.OrderAsync(asked.Words, found, tuning, cancellationToken).ConfigureAwait(false);
        return ordered.Count > limit ? [.. ordered.Take(limit)] : ordered;
    }

    private async Task<IReadOnlyList<PassageHit>> FindAsync(
        Caller caller, QuestionSyntax asked, SearchFilter filter, int limit, RetrievalOptions settings, SynonymIndex known, CancellationToken cancellationToken)
    {
        var candidates = Math.Max(settings.Candidates, limit);
        // HNSW finds no more than its list holds at a time: a longer leg needs a longer list.
        var list = Math.Clamp(candidates, settings.HnswCandidateList, MaxHnswCandidateList);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        // Which model is in force is asked with each search: after a change of it the next question is embedded by the new one, in every process.
        var begun = (await session.QueryPreparedAsync<Beginning>(
            $"""
            select kp_collections_as('reader') as visible, m.name as model, array(select name from embedding_models where slot > 0) as beside,
                   (select name from embedding_models where slot = 3) as english,
                   array(select id from collections where embedding_profile = 'multilingual' and exists (select from embedding_models where slot = 3)) as multilingual
            from (select {SearchStatement.Settings}) settings left join embedding_models m on m.in_force
            """,
            [new NpgsqlParameter<string>("list", $"{list}"), new NpgsqlParameter<string>("most", $"{settings.HnswScanTuples}")], cancellationToken).ConfigureAwait(false))[0];
        var embedder = embedders.ForSearch(begun.Model);
        var searched = filter.Collections is null ? begun.Visible : [.. begun.Visible.Intersect(filter.Collections)];
        if (searched.Length == 0)
        {
            return [];
        }

        // Within few documents of large collections another plan is the fast one than within all of them.
        var (documents, held) = filter.NarrowsDocuments
            ? await FilteredDocuments.ReadAsync(session, filter, searched, cancellationToken).ConfigureAwait(false)
            : (null, await contents.OfAsync(session, searched, cancellationToken).ConfigureAwait(false));
        if (documents is [])
        {
            return [];
        }

        var language = languages.Detect(asked.Words);
        var searchedLanguages = held.LanguagesFor(language);
        // The English model was not made for questions in other languages, nor were those passages embedded by it.
        var leg = begun.English is { } english && english == embedders.EnglishModel && language == English && searched.Except(begun.Multilingual).ToArray() is { Length: > 0 } collections
            ? new EnglishLeg(embedders.English!, collections)
            : null;
        var query = new Query(asked, known, searchedLanguages, searched, candidates, limit, embedder, begun.Beside.Contains(embedder.Model), leg);
        var rows = await ReadAsync(session, query, documents, held.Passages, settings, cancellationToken).ConfigureAwait(false);
        var hits = await WithinNamedAsync(session, query, rows, Mix(asked.Words, rows, settings, limit), settings, cancellationToken).ConfigureAwait(false);
        if (!held.HasRecordings)
        {
            return hits;
        }

        var places = await SpokenPlaces.LoadAsync(session, [.. hits.Select(hit => (hit.VersionId, hit.Pieces))], cancellationToken).ConfigureAwait(false);
        return [.. hits.Select(hit => places.Of(hit.VersionId, hit.Pieces) is { } place ? hit with { Place = place, Spoken = places } : hit)];
    }

    private async Task<IReadOnlyList<Candidate>> ReadAsync(
        DatabaseSession session, Query query, Guid[]? documents, long passages, RetrievalOptions settings, CancellationToken cancellationToken)
    {
        var added = synonyms?.MaxAddedWords ?? 0;
        var embedded = query.Synonyms.Embedded(query.Asked, query.Languages, added, synonyms?.EmbeddedMeanings ?? 0);
        // Embedding takes a processor of this machine, the leg over the words one of the database's.
        var embedding = query.Embedder.EmbedQueryAsync(embedded, cancellationToken);
        var english = query.English?.Embedder.EmbedQueryAsync(embedded, cancellationToken);
        var few = !query.InSlot && passages <= settings.ExactBelow && passages <= settings.RowByRowBelow;
        List<NpgsqlParameter> parameters =
        [
            new("languages", query.Languages), new("words", query.Synonyms.Extend(query.Asked, query.Languages, added)), new("collections", query.Collections), new("candidates", query.Candidates),
            new("row_by_row", passages <= settings.RowByRowBelow), new("required", query.Asked.Required.ToArray()), new("excluded", query.Asked.Excluded.ToArray()),
            new("documents", NpgsqlDbType.Array | NpgsqlDbType.Uuid) { Value = (object?)documents ?? DBNull.Value },
        ];
        IReadOnlyList<Found> found;
        try
        {
            found = few ? [] : await session.QueryPreparedAsync<Found>(SearchStatement.LexicalLeg, parameters, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // Nothing is left running for a search that failed.
            await ((Task)Task.WhenAll(embedding, english ?? embedding)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        parameters =
        [
            .. parameters.Select(parameter => parameter.Clone()),
            new("found", found.Select(row => row.Id).ToArray()), new("found_scores", found.Select(row => row.Score).ToArray()),
            new("vector", (await embedding.ConfigureAwait(false)).ToHalfVector()), new("model", query.Embedder.Model), new("exact", passages <= settings.ExactBelow),
            new("scaled", settings.Candidates), new("lexicalWeight", settings.LexicalWeight), new("depth", Math.Max(query.Limit, settings.MixedCandidates)), new("mixed", settings.MixedCandidates),
        ];
        if (query.English is { } leg && english is not null)
        {
            parameters.AddRange(
            [
                new("english", (await english.ConfigureAwait(false)).ToHalfVector()), new("englishModel", leg.Embedder.Model), new("englishCollections", leg.Collections),
                new("englishWeight", settings.EnglishWeight),
            ]);
        }

        return await session.QueryPreparedAsync<Candidate>(SearchStatement.For(query.InSlot, query.English is not null, few), parameters, cancellationToken).ConfigureAwait(false);
    }

    // Where a question says of which document before it asks, the names lead to the document, and then to that page of it which holds the names. So what is asked is looked for once
    // more within that document.
    private async Task<List<PassageHit>> WithinNamedAsync(
        DatabaseSession session, Query query, IReadOnlyList<Candidate> rows, List<PassageHit> hits, RetrievalOptions settings, CancellationToken cancellationToken)
    {
        var (naming, part) = AskedPart.Of(query.Asked.Words, rows.Take(settings.MixedCandidates).Select(row => row.Title).Distinct());
        if (naming.Length == 0 || AskedPart.Documents(naming, [.. rows.Select(row => (row.DocumentId, row.Title, row.Text))]) is not { Count: > 0 } named)
        {
            return hits;
        }

        // A handful of documents: every vector is compared and every passage weighed, as where few passages are seen.
        var asked = query.Asked with { Words = part, Unquoted = part };
        var within = await ReadAsync(session, query with { Asked = asked }, [.. named], passages: 0, settings, cancellationToken).ConfigureAwait(false);
        // Half of the places at most, while others are there: the guess may be wrong.
        var others = hits.Count(hit => !named.Contains(hit.DocumentId));
        var first = Mix(part, within, settings, Math.Max(query.Limit - others, (query.Limit + 1) / 2));
        var lift = first.Count == 0 ? 0 : hits.Max(hit => hit.Score) - Math.Min(0, first.Min(hit => hit.Score));
        var held = first.Select(hit => hit.ChunkId).ToHashSet();
        return [.. first.Select(hit => hit with { Score = hit.Score + lift }).Concat(hits.Where(hit => !held.Contains(hit.ChunkId))).Take(query.Limit)];
    }

    // Those behind the mixed ones stay behind them: their scores are not to be compared.
    private static List<PassageHit> Mix(string question, IReadOnlyList<Candidate> rows, RetrievalOptions settings, int limit)
    {
        var first = rows.Take(settings.MixedCandidates).ToList();
        var vectors = first.Select(row => row.Embedding is { } halves ? Array.ConvertAll(halves.ToArray(), half => (float)half) : null).ToList();
        var scores = ScoreRegularization.Mix([.. first.Select(row => row.Score)], vectors, settings.NeighbourWeight, settings.Neighbours);
        var named = NamedDocuments.Named(question, [.. first.Select(row => (row.DocumentId, row.Title, row.Text))], settings.LeastTitleShare);
        return [.. first.Select((row, i) => row.ToHit(scores[i] + (settings.NamedDocumentWeight * named[i]))).OrderByDescending(hit => hit.Score)
            .Concat(rows.Skip(first.Count).Select(row => row.ToHit(row.Score))).Take(limit)];
    }

    private sealed record Found(long Id, double Score);

    private sealed record Beginning(Guid[] Visible, string? Model, string[] Beside, string? English, Guid[] Multilingual);

    private sealed record Query(
        QuestionSyntax Asked, SynonymIndex Synonyms, string[] Languages, Guid[] Collections, int Candidates, int Limit, Embedder Embedder, bool InSlot,
        EnglishLeg? English);

    /// <summary>The English model, and which of the collections searched have vectors of it.</summary>
    private sealed record EnglishLeg(Embedder Embedder, Guid[] Collections);

    private sealed record Candidate(
        long ChunkId, Guid DocumentId, Guid VersionId, Guid CollectionId, string Title, string HeadingPath, string Text, string Language, int FirstPage,
        int[] Pieces, int Ordinal, double Score, HalfVector? Embedding, double Similarity, long? VectorRank, long? LexicalRank)
    {
        public PassageHit ToHit(double score) =>
            new(ChunkId, DocumentId, VersionId, CollectionId, Title, HeadingPath, Text, Language, FirstPage, Pieces, score, Similarity, VectorRank, LexicalRank) { Ordinal = Ordinal };
    }
}
