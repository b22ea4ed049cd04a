namespace KnowledgePlatform.Core.Retrieval;

/// <summary>
/// The one statement of a search: an HNSW leg over the embeddings and a BM25 leg over the words, fused by a weighted sum of scaled scores (Bruch, Gai and Ingber,
/// TOIS 2023). Public for what measures it beside the search that uses it.
/// </summary>
public static class SearchStatement
{
    /// <summary>
    /// What a transaction sets before the statement. The scan goes on until enough visible rows are found, in nearly the right order, which the statement makes right: strict
    /// order would drop what it comes upon late. The plan is not left to estimates: the BM25 score is known only where its index gave the order. Parameters: list, most (both text).
    /// </summary>
    public const string Settings = """
        set_config('hnsw.ef_search', @list, true), set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.max_scan_tuples', @most, true),
        set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)
        """;

    // A share is a score scaled by the question's own candidates: the best of a leg has 1; 0 is the last of the usual number of candidates there (so that asking for more does
    // not change what comes first), and no word in common here. Vectors of another model say nothing: such passages are found by their words only, until their documents
    // are taken in again or embedded anew. The legs see what the person may read (migration 0025); texts and titles are read under row-level security.
    private const string Template = """
        with {found}vector_leg as ({scaled vector}),
        lexical_leg as (
            select id, row_number() over (order by score) as rank, score / min(score) over () as share from ({lexical}) best where score < 0),
        {fused}
        placed as (select *, row_number() over (order by score desc, id) as place from fused)
        select c.id as chunk_id, c.document_id, c.version_id, c.collection_id, d.title, c.heading_path, c.text, c.language, c.first_page, c.pieces, c.ordinal,
               f.score::double precision as score,
               {vectors}, f.vector_rank, f.lexical_rank
        from placed f join chunks c on c.id = f.id join documents d on d.id = c.document_id{beside}
        order by f.place
        """;

    // What a leg over vectors gives: see above.
    private const string Scaled = """
        select id, rank, case when rank <= @scaled then coalesce((far - distance) / nullif(far - near, 0), 1) else -rank * 1e-6 end as share
            from (select id, rank, distance, min(distance) over () as near, max(distance) filter (where rank <= @scaled) over () as far
                  from (select id, distance, row_number() over (order by distance) as rank from ({vector}) nearest) ranked where rank <= @candidates) scaled
        """;

    private const string FusedOfTwo = """
        fused as (
            select id, v.rank as vector_rank, l.rank as lexical_rank,
                   (1 - @lexicalWeight) * coalesce(v.share, 0) + @lexicalWeight * coalesce(l.share, 0) as score
            from vector_leg v full join lexical_leg l using (id)
            order by score desc, id limit @depth),
        """;

    // A passage that the English model has no vector of, being in another language say, has what the other model says of it, whole.
    private const string FusedOfThree = """
        english_leg as ({scaled english}),
        fused as (
            select id, v.rank as vector_rank, l.rank as lexical_rank,
                   (1 - @lexicalWeight) * (case when e.id is not null or (select true from chunk_vectors n where n.chunk_id = id and n.slot = (select slot from embedding_models where name = @englishModel))
                       then (1 - @englishWeight) * coalesce(v.share, 0) + @englishWeight * coalesce(e.share, 0) else coalesce(v.share, 0) end)
                   + @lexicalWeight * coalesce(l.share, 0) as score
            from vector_leg v full join lexical_leg l using (id) full join english_leg e using (id)
            order by score desc, id limit @depth),
        """;

    /// <summary>
    /// The leg over the words, which runs while the question is embedded. Parameters: languages, words, collections, candidates, row_by_row, required, excluded, documents. Its rows are the
    /// parameters found (ids) and found_scores of the statements with legs.
    /// </summary>
    public const string LexicalLeg = "select id, score from kp_lexical_leg(@languages, @words, @collections, @candidates, @row_by_row, @required, @excluded, @documents)";

    // The leg over vectors is given the words' candidates, since HNSW does not come by all that is near. What lies beyond its own last candidate falls out again.
    private const string FoundByLegs = "words as materialized (select * from unnest(@found, @found_scores) as leg (id, score)), ";
    private const string Leg = "select * from kp_vector_leg(@vector, @model, @collections, @candidates, @exact, @required, @excluded, @documents, @found)";
    private const string EnglishLeg =
        "select * from kp_vector_leg(@english, @englishModel, @englishCollections, @candidates, @exact, @required, @excluded, @documents, @found)";

    private const string Words = "select id, score from words";

    // Where few passages are seen: each is fetched once for both legs (migration 0037).
    private const string FoundInOnePass =
        "words as materialized (select * from kp_both_legs(@vector, @model, @languages, @words, @collections, @candidates, @required, @excluded, @documents)), ";
    private const string NearestOfBoth = "select id, distance from words where distance is not null";
    private const string WordsOfBoth = "select id, score from words order by score limit @candidates";

    private const string InChunks = """
        case when f.place <= @mixed and c.embedding_model_id = (select id from embedding_models where name = @model) then c.embedding end as embedding,
                       case when c.embedding_model_id = (select id from embedding_models where name = @model) then -(c.embedding <#> @vector) else 0 end as similarity
        """;

    private const string OfSlot = "case when f.place <= @mixed then n.embedding end as embedding, coalesce(-(n.embedding <#> @vector), 0) as similarity";
    private const string Beside = " left join chunk_vectors n on n.chunk_id = c.id and n.slot = (select slot from embedding_models where name = @model)";

    /// <summary>
    /// The statement. Parameters: vector, model, collections, candidates, scaled, lexicalWeight, depth, mixed, exact (true compares all vectors, false takes the HNSW index), required and
    /// excluded (patterns of <see cref="QuestionSyntax"/>), documents (those to look in, null for all of the collections), and what <see cref="LexicalLeg"/> gave: found, found_scores.
    /// </summary>
    public static readonly string Text = WithLegs(InChunks, "");

    /// <summary>The same for a model whose vectors lie in a slot of chunk_vectors (migration 0033). Two texts: where nothing was embedded anew, searches are planned as before.</summary>
    public static readonly string TextOfSlot = WithLegs(OfSlot, Beside);

    /// <summary><see cref="Text"/> with a third leg, over the vectors of the English model. Further parameters: english, englishModel, englishCollections, englishWeight.</summary>
    public static readonly string TextWithEnglish = WithLegs(InChunks, "", FusedOfThree);

    /// <summary><see cref="TextOfSlot"/> with the same third leg.</summary>
    public static readonly string TextOfSlotWithEnglish = WithLegs(OfSlot, Beside, FusedOfThree);

    /// <summary><see cref="Text"/> for few passages, of which all are looked at: words and languages stand in place of exact, found and found_scores.</summary>
    public static readonly string TextInOnePass = InOnePass(FusedOfTwo);

    /// <summary><see cref="TextInOnePass"/> with the third leg of <see cref="TextWithEnglish"/>, which asks for exact as well.</summary>
    public static readonly string TextInOnePassWithEnglish = InOnePass(FusedOfThree);

    /// <summary>The statement written out, for somebody whom no policy binds: the floor that a search is measured against.</summary>
    public static string WrittenOut(bool exact, bool rowByRow) => Fused(
        FusedOfTwo, InChunks, "", "",
        $"""
        select id, embedding <#> @vector as distance from chunks
        where collection_id = any (@collections) and embedding_model_id = (select id from embedding_models where name = @model)
        order by {(exact ? "0 + (embedding <#> @vector)" : "embedding <#> @vector")} limit @candidates
        """,
        $"""
        select id, {(rowByRow ? Weighed : "bm25_get_current_score()")} as score from chunks
        where collection_id = any (@collections)
        order by {(rowByRow ? $"0 + ({Weighed})" : "terms <@> to_bm25query(kp_query_terms(@languages, @words), 'chunks_terms')")}
        limit @candidates
        """);

    /// <summary>The same, each row fetched once for both legs.</summary>
    public static readonly string WrittenOutInOnePass = Fused(
        FusedOfTwo, InChunks, "",
        $"""
        seen as materialized (
            select id, case when embedding_model_id = (select id from embedding_models where name = @model) then embedding <#> @vector end as distance, {Weighed} as score
            from chunks where collection_id = any (@collections)),
        words as ((select * from seen order by distance limit @candidates) union (select * from seen order by score limit @candidates)), 
        """,
        NearestOfBoth, WordsOfBoth);

    /// <summary>The statement for a search.</summary>
    /// <param name="inSlot">The model's vectors lie in a slot of chunk_vectors.</param>
    /// <param name="english">There is a third leg.</param>
    /// <param name="few">All passages that are searched are looked at, in both legs.</param>
    public static string For(bool inSlot, bool english, bool few) => (inSlot, english, few) switch
    {
        (true, false, _) => TextOfSlot,
        (true, true, _) => TextOfSlotWithEnglish,
        (false, false, false) => Text,
        (false, true, false) => TextWithEnglish,
        (false, false, true) => TextInOnePass,
        (false, true, true) => TextInOnePassWithEnglish,
    };

    private const string Weighed = "term_weights <#> (select kp_question_weights(kp_query_terms(@languages, @words)))";

    private static string InOnePass(string fused) => Fused(fused, InChunks, "", FoundInOnePass, NearestOfBoth, WordsOfBoth).Replace("@found", "array(select id from words)", StringComparison.Ordinal);

    private static string WithLegs(string vectors, string beside, string fused = FusedOfTwo) => Fused(fused, vectors, beside, FoundByLegs, Leg, Words);

    private static string Fused(string fused, string vectors, string beside, string found, string vector, string lexical) => Template
        .Replace("{found}", found, StringComparison.Ordinal).Replace("{fused}", fused, StringComparison.Ordinal)
        .Replace("{scaled vector}", Scaled, StringComparison.Ordinal).Replace("{scaled english}", Scaled.Replace("{vector}", EnglishLeg, StringComparison.Ordinal), StringComparison.Ordinal)
        .Replace("{vectors}", vectors, StringComparison.Ordinal).Replace("{beside}", beside, StringComparison.Ordinal)
        .Replace("{vector}", vector, StringComparison.Ordinal).Replace("{lexical}", lexical, StringComparison.Ordinal);
}
