using KnowledgePlatform.Core.Access;
using KnowledgePlatform.Core.Database;
using KnowledgePlatform.Core.Embeddings;
using Microsoft.Extensions.Options;

namespace KnowledgePlatform.Core.Retrieval;

/// <summary>
/// Finds passages: an HNSW leg over the embeddings and a BM25 leg over the words, fused by a weighted sum of scaled scores (Bruch, Gai and Ingber, TOIS 2023), in
/// one statement under row-level security.
/// </summary>
public sealed class PassageSearch(PlatformDatabase database, Embedder embedder, IOptions<RetrievalOptions> options)
{
    private const int MaxHnswCandidateList = 1000; // pgvector's own

    // The filter stands in both legs; row-level security adds its own to every mention of chunks and documents. A share is a score scaled by the question's own
    // candidates: the best of a leg has 1; 0 is the farthest candidate there, and no word in common here. Vectors of another model say nothing: such passages are
    // found by their words only, until their documents are taken in again.
    private const string Statement = """
        with vector_leg as (
            select id, row_number() over (order by distance) as rank,
                   coalesce((max(distance) over () - distance) / nullif(max(distance) over () - min(distance) over (), 0), 1) as share
            from (select id, embedding <#> @vector as distance from chunks
                  where collection_id = any (@collections) and embedding_model_id = (select id from embedding_models where name = @model)
                  order by embedding <#> @vector limit @candidates) nearest),
        lexical_leg as (
            select id, row_number() over (order by score) as rank, score / min(score) over () as share
            from (select id, kp_words(context || E'\n' || text) <@> to_bm25query(kp_words(@words), 'chunks_bm25') as score from chunks
                  where collection_id = any (@collections)
                  order by kp_words(context || E'\n' || text) <@> to_bm25query(kp_words(@words), 'chunks_bm25') limit @candidates) best
            where score < 0),
        fused as (
            select id, v.rank as vector_rank, l.rank as lexical_rank,
                   (1 - @lexicalWeight) * coalesce(v.share, 0) + @lexicalWeight * coalesce(l.share, 0) as score
            from vector_leg v full join lexical_leg l using (id)
            order by score desc, id limit @limit)
        select c.id as chunk_id, c.document_id, c.version_id, c.collection_id, d.title, c.heading_path, c.text, c.language, c.first_page, c.pieces,
               f.score::double precision as score,
               case when c.embedding_model_id = (select id from embedding_models where name = @model) then -(c.embedding <#> @vector) else 0 end as similarity, f.vector_rank, f.lexical_rank
        from fused f join chunks c on c.id = f.id join documents d on d.id = c.document_id
        order by f.score desc, f.id
        """;

    /// <summary>The best passages for a question, best first.</summary>
    /// <param name="caller">Who asks: only what this person may open is searched.</param>
    /// <param name="question">Words or a sentence, in any language that the embedding model knows.</param>
    /// <param name="collections">Where to search, or null for all that the caller may open.</param>
    /// <param name="limit">Number of passages, at least 1.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <exception cref="ArgumentException">The question is empty or over <see cref="RetrievalOptions.MaxQuestionLength"/>.</exception>
    public async Task<IReadOnlyList<PassageHit>> SearchAsync(
        Caller caller, string question, IReadOnlyList<Guid>? collections, int limit, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(question);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var settings = options.Value;
        if (question.Length > settings.MaxQuestionLength)
        {
            throw new ArgumentException($"the question is longer than {settings.MaxQuestionLength} characters (Retrieval:MaxQuestionLength)", nameof(question));
        }

        var candidates = Math.Max(settings.Candidates, limit);
        // HNSW finds no more than its list holds at a time: a longer leg needs a longer list.
        var list = Math.Clamp(candidates, settings.HnswCandidateList, MaxHnswCandidateList);
        var vector = await embedder.EmbedQueryAsync(question, cancellationToken).ConfigureAwait(false);
        await using var session = await database.BeginAsync(caller, cancellationToken).ConfigureAwait(false);
        // Strict order keeps the leg's ranking exact; the scan goes on until enough visible rows are found.
        var visible = await session.ReadAsync<Guid[]>(
            """
            select kp_collections_as('reader') from
                (select set_config('hnsw.ef_search', @list, true), set_config('hnsw.iterative_scan', 'strict_order', true),
                        set_config('hnsw.max_scan_tuples', @most, true)) settings
            """,
            new { list = $"{list}", most = $"{settings.HnswScanTuples}" }, cancellationToken).ConfigureAwait(false);
        var searched = collections is null ? visible : [.. visible.Intersect(collections)];
        if (searched.Length == 0)
        {
            return [];
        }

        return await session.QueryAsync<PassageHit>(
            Statement,
            new
            {
                vector = vector.ToHalfVector(),
                model = embedder.Model,
                words = question,
                collections = searched,
                candidates,
                lexicalWeight = settings.LexicalWeight,
                limit,
            },
            cancellationToken).ConfigureAwait(false);
    }
}
