-- A passage's stems with what each counts for there, as a sparse vector: with the question's stems and their rarity in the other (kp_question_weights) the inner product is
-- BM25 (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009), for which no index is asked and no text is read. Stems are told apart by 29 bits of
-- their hash; the mean length, which BM25 takes from all passages, is a fixed one.
create function kp_term_weights(language text, content text) returns sparsevec language sql immutable strict parallel safe return
    (select ('{' || coalesce(string_agg(slot || ':' || weight, ',' order by slot), '') || '}/536870912')::sparsevec
     from (select (hashtext(lexeme) & 536870911) + 1 as slot, round(max(1.9 * often / (often + 0.9 * (0.6 + 0.4 * length / 120.0))), 3) as weight
           from (select lexeme, cardinality(positions)::numeric as often, sum(cardinality(positions)) over () as length
                 from unnest(to_tsvector(kp_stemmer(language), kp_plain(kp_pairs(content))))) stems
           group by 1) slots);

-- What the legs compare row by row stays in the row; the texts go out of it first. The new column has every row written anew, by what is set here.
alter table chunks alter column embedding set storage main;
alter table chunks add column term_weights sparsevec(536870912) storage main not null generated always as (kp_term_weights(language, context || E'\n' || text)) stored;

-- A question's stems with their rarity; one that stands there twice counts twice. That of a stem is what the index gives for a passage of this word only, but for a factor which all stems share.
create function kp_question_weights(terms text) returns sparsevec language sql stable strict security definer set search_path = public return
    (select ('{' || coalesce(string_agg(slot || ':' || rarity, ',' order by slot), '') || '}/536870912')::sparsevec
     from (select (hashtext(term) & 536870911) + 1 as slot, sum(round(-(term <@> to_bm25query(term, 'chunks_terms'))::numeric, 4)) as rarity
           from unnest(string_to_array(terms, ' ')) as term where term <> '' group by 1) slots where rarity > 0);

-- The two legs of a search. Under the policies of chunks the planner cannot know how many rows a person sees, and both indexes then look at many times the rows that are
-- needed (24 ms in place of 4 of 100,000 passages). So the legs run past the policies, over the collections that kp_collections_as gives for the person of the transaction,
-- whose number the planner sees. They give ids and scores only; whatever is read of a passage is read under the policies.
-- documents narrows them further, inside, since a list narrowed afterwards has lost what lies behind its end; null narrows nothing.
create function kp_vector_leg(
    vector halfvec, model text, wanted uuid[], candidates integer, exact boolean, required text[], excluded text[], documents uuid[] default null)
    returns table (id bigint, distance double precision) language plpgsql stable security definer set search_path = public rows 100 as $$
begin
    return query execute 'select c.id, (c.embedding <#> $1)::double precision from chunks c where c.collection_id = any ($2) and c.embedding_model_id = $3 '
        || case when documents is not null then 'and c.document_id = any ($7) ' else '' end
        || case when cardinality(required) + cardinality(excluded) > 0
           then 'and (c.heading_path || E''\n'' || c.text) ~* all ($5) and (c.heading_path || E''\n'' || c.text) !~* all ($6) ' else '' end
        -- An order that no index has: all vectors are compared.
        || case when exact then 'order by 0 + (c.embedding <#> $1)' else 'order by c.embedding <#> $1' end || ' limit $4'
        using vector, kp_readable(wanted), (select m.id from embedding_models m where m.name = model), candidates, required, excluded, documents;
end $$;

create function kp_lexical_leg(
    languages text[], words text, wanted uuid[], candidates integer, row_by_row boolean, required text[], excluded text[], documents uuid[] default null)
    returns table (id bigint, score double precision) language plpgsql stable security definer set search_path = public rows 100 as $$
begin
    -- The index gives its score with the row. Without its order, as pays where few rows are seen, the score is computed for each from its own stems.
    return query execute 'select c.id, ' || case when row_by_row then '(c.term_weights <#> $7)' else 'bm25_get_current_score()' end
        || '::double precision from chunks c where c.collection_id = any ($2) '
        || case when documents is not null then 'and c.document_id = any ($6) ' else '' end
        || case when cardinality(required) + cardinality(excluded) > 0
           then 'and (c.heading_path || E''\n'' || c.text) ~* all ($4) and (c.heading_path || E''\n'' || c.text) !~* all ($5) ' else '' end
        || case when row_by_row then 'order by 0 + (c.term_weights <#> $7)' else 'order by c.terms <@> to_bm25query($1, ''chunks_terms'')' end || ' limit $3'
        using kp_query_terms(languages, words), kp_readable(wanted), candidates, required, excluded, documents,
              case when row_by_row then kp_question_weights(kp_query_terms(languages, words)) end;
end $$;

-- Those of the collections wanted that the person of the transaction may read.
create function kp_readable(wanted uuid[]) returns uuid[] language sql stable security definer set search_path = public
    return (select coalesce(array_agg(c), '{}') from unnest(kp_collections_as('reader')) c where c = any (wanted));

revoke execute on function kp_vector_leg, kp_lexical_leg, kp_readable, kp_question_weights from public;
grant execute on function kp_vector_leg, kp_lexical_leg, kp_readable, kp_question_weights to kp_app;
grant execute on function kp_term_weights to kp_app, kp_worker;
