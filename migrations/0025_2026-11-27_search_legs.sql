-- The two legs of a search. Under the policies of chunks the planner cannot know how many rows a person sees, and both indexes then look at many times the rows that are
-- needed (24 ms in place of 4 of 100,000 passages). So the legs run past the policies, over the collections that kp_collections_as gives for the person of the transaction,
-- whose number the planner sees. They give ids and scores only; whatever is read of a passage is read under the policies.
create function kp_vector_leg(vector halfvec, model text, wanted uuid[], candidates integer, exact boolean, required text[], excluded text[])
    returns table (id bigint, distance double precision) language plpgsql stable security definer set search_path = public rows 100 as $$
begin
    return query execute 'select c.id, (c.embedding <#> $1)::double precision from chunks c where c.collection_id = any ($2) and c.embedding_model_id = $3 '
        || case when cardinality(required) + cardinality(excluded) > 0
           then 'and (c.heading_path || E''\n'' || c.text) ~* all ($5) and (c.heading_path || E''\n'' || c.text) !~* all ($6) ' else '' end
        -- An order that no index has: all vectors are compared.
        || case when exact then 'order by 0 + (c.embedding <#> $1)' else 'order by c.embedding <#> $1' end || ' limit $4'
        using vector, kp_readable(wanted), (select m.id from embedding_models m where m.name = model), candidates, required, excluded;
end $$;

create function kp_lexical_leg(languages text[], words text, wanted uuid[], candidates integer, row_by_row boolean, required text[], excluded text[])
    returns table (id bigint, score double precision) language plpgsql stable security definer set search_path = public rows 100 as $$
begin
    -- The index gives its score with the row. Without its order, as pays where few rows are seen, the score is computed for each.
    return query execute 'select c.id, ' || case when row_by_row then '(c.terms <@> to_bm25query($1, ''chunks_terms''))' else 'bm25_get_current_score()' end
        || '::double precision from chunks c where c.collection_id = any ($2) '
        || case when cardinality(required) + cardinality(excluded) > 0
           then 'and (c.heading_path || E''\n'' || c.text) ~* all ($4) and (c.heading_path || E''\n'' || c.text) !~* all ($5) ' else '' end
        || case when row_by_row then 'order by 0 + (c.terms <@> to_bm25query($1, ''chunks_terms''))' else 'order by c.terms <@> to_bm25query($1, ''chunks_terms'')' end || ' limit $3'
        using kp_query_terms(languages, words), kp_readable(wanted), candidates, required, excluded;
end $$;

-- Those of the collections wanted that the person of the transaction may read.
create function kp_readable(wanted uuid[]) returns uuid[] language sql stable security definer set search_path = public
    return (select coalesce(array_agg(c), '{}') from unnest(kp_collections_as('reader')) c where c = any (wanted));

revoke execute on function kp_vector_leg, kp_lexical_leg, kp_readable from public;
grant execute on function kp_vector_leg, kp_lexical_leg, kp_readable to kp_app;
