-- Searches among very many passages: docs/decisions/0027-search-among-a-million.md.

-- As before (0033), and `also`: passages that another leg found and whose distance is wanted too, under the same conditions. HNSW is approximate: a passage that the words lead to is then never
-- taken for one of another meaning because the index did not come by.
drop function kp_vector_leg;
create function kp_vector_leg(
    vector halfvec, model text, wanted uuid[], candidates integer, exact boolean, required text[], excluded text[], documents uuid[] default null, also bigint[] default null)
    returns table (id bigint, distance double precision) language plpgsql stable security definer set search_path = public rows 100 as $$
declare
    own record;
    place text;
    key text := 'v.id';
    conditions text := 'v.collection_id = any ($2) ';
    pattern constant text := '(c.heading_path || E''\n'' || c.text) ~* all ($5) and (c.heading_path || E''\n'' || c.text) !~* all ($6) ';
begin
    select m.id, m.slot into own from embedding_models m where m.name = model;
    if own.slot > 0 then
        place := 'chunk_vectors_' || own.slot;
        key := 'v.chunk_id';
    elsif to_regclass('chunks_embedding') is null then
        -- The index goes when the vectors in chunks are given up: without it each of them would be compared, for a model that is no longer used.
        return;
    else
        place := 'chunks';
        conditions := conditions || 'and v.embedding_model_id = $3 ';
    end if;
    if documents is not null then
        conditions := conditions || 'and v.document_id = any ($7) ';
    end if;
    if cardinality(required) + cardinality(excluded) > 0 then
        conditions := conditions || case when own.slot > 0 then 'and (select ' || pattern || ' from chunks c where c.id = v.chunk_id) ' else 'and ' || replace(pattern, 'c.', 'v.') end;
    end if;
    return query execute '(select ' || key || ', (v.embedding <#> $1)::double precision from ' || place || ' v where ' || conditions
        -- An order that no index has: all vectors are compared.
        || case when exact then 'order by 0 + (v.embedding <#> $1)' else 'order by v.embedding <#> $1' end || ' limit $4)'
        || case when also <> '{}' then ' union select ' || key || ', (v.embedding <#> $1)::double precision from ' || place || ' v where ' || key || ' = any ($8) and ' || conditions else '' end
        using vector, kp_readable(wanted), own.id, candidates, required, excluded, documents, also;
end $$;

-- Both legs where few passages are seen: each row is fetched once, for the meaning and for the words, and the best by either have both figures. It sees what the legs see
-- (docs/decisions/0015-search-legs-past-policies.md): the collections wanted that the person of the transaction may read. Vectors in chunks only.
create function kp_both_legs(
    vector halfvec, model text, languages text[], words text, wanted uuid[], candidates integer, required text[], excluded text[], documents uuid[] default null)
    returns table (id bigint, distance double precision, score double precision) language plpgsql stable security definer set search_path = public set enable_bitmapscan = on rows 200 as $$
begin
    return query execute 'with seen as materialized (
            select c.id, case when c.embedding_model_id = $3 then (c.embedding <#> $1)::double precision end as distance, (c.term_weights <#> $8)::double precision as score
            from chunks c where c.collection_id = any ($2) '
        || case when documents is not null then 'and c.document_id = any ($7) ' else '' end
        || case when cardinality(required) + cardinality(excluded) > 0
           then 'and (c.heading_path || E''\n'' || c.text) ~* all ($5) and (c.heading_path || E''\n'' || c.text) !~* all ($6) ' else '' end
        || ') (select * from seen order by distance limit $4) union (select * from seen order by score limit $4)'
        -- Vectors that were given up are compared with none: their index is gone.
        using vector, kp_readable(wanted), (select m.id from embedding_models m where m.name = model and to_regclass('chunks_embedding') is not null), candidates, required, excluded, documents,
              kp_question_weights(kp_query_terms(languages, words));
end $$;

revoke execute on function kp_vector_leg, kp_both_legs from public;
grant execute on function kp_vector_leg, kp_both_legs to kp_app;

-- HNSW with more neighbours (24, before 16) and a longer list while it is built (128, before 64): among a million passages a search finds .91 of the first ten of an exact one in place of .83
-- (docs/quality/search.md). Built anew here where that takes seconds; a large index is left as it is and built anew by the operator, while people search and upload (docs/operations.md).
do $$
declare
    place record;
    few boolean;
begin
    for place in select t, t || '_embedding' as index from unnest(array['chunks', 'chunk_vectors_1', 'chunk_vectors_2', 'chunk_vectors_3']) as t where to_regclass(t || '_embedding') is not null loop
        execute format('select not exists (select from %I offset 20000 limit 1)', place.t) into few;
        if few then
            execute format('alter index %I set (m = 24, ef_construction = 128)', place.index);
            execute format('reindex index %I', place.index);
        end if;
    end loop;
end $$;
