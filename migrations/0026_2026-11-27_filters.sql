-- What searches are narrowed by. What a file says of itself: who wrote it, and the day it bears, in the writer's own time zone. Of versions read before both are unknown until
-- they are read again; the day of the upload stands in meanwhile.
alter table document_versions add column author text;
alter table document_versions add column dated date;
alter table staged_readings add column author text;
alter table staged_readings add column dated date;

-- Words that people give to documents. Two that differ in case only are one.
create table document_tags (
    document_id uuid not null,
    collection_id uuid not null,
    tag text not null check (tag <> ''),
    created_by uuid references users on delete set null,
    created_at timestamptz not null default now(),
    foreign key (document_id, collection_id) references documents (id, collection_id) on delete cascade
);
create unique index document_tags_once on document_tags (document_id, lower(tag));
alter table document_tags enable row level security;
create policy read on document_tags for select to kp_app using (collection_id = any ((select kp_collections_as('reader'))::uuid[]));
create policy add on document_tags for insert to kp_app with check (collection_id = any ((select kp_collections_as('contributor'))::uuid[]));
create policy remove on document_tags for delete to kp_app using (collection_id = any ((select kp_collections_as('contributor'))::uuid[]));
grant select, insert, delete on document_tags to kp_app;

-- A tag holds for the files within its document too: for a mail's attachments, an archive's members. inherited: it was given to what holds the document.
create view tags_in_force with (security_invoker = true) as
    with recursive holding as (
        select document_id, tag, false as inherited from document_tags
        union all
        select d.id, h.tag, true from holding h join documents d on d.parent_id = h.document_id)
    select document_id, min(tag) as tag, bool_and(inherited) as inherited from holding group by document_id, lower(tag);
grant select on tags_in_force to kp_app;

-- The legs of a search, narrowed to some documents: inside, since a list narrowed afterwards has lost what lies behind its end. Null narrows nothing.
drop function kp_vector_leg(halfvec, text, uuid[], integer, boolean, text[], text[]);
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

drop function kp_lexical_leg(text[], text, uuid[], integer, boolean, text[], text[]);
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
revoke execute on function kp_vector_leg, kp_lexical_leg from public;
grant execute on function kp_vector_leg, kp_lexical_leg to kp_app;
