-- Vectors of another model beside those that serve, so that the embedding model is changed while searches go on: docs/decisions/0023-reembedding.md.
-- slot: where the vectors of a model lie: 0 in chunks itself, 1 and 2 in chunk_vectors. Null as long as nothing was embedded anew: then chunks holds what there is, as its
-- embedding_model_id says, and the configuration alone says which model is used. in_force: the model that is used, once something was embedded anew.
alter table embedding_models add column slot smallint unique check (slot between 0 and 2);
alter table embedding_models add column in_force boolean not null default false;
create unique index embedding_models_in_force on embedding_models (in_force) where in_force;
revoke insert on embedding_models from kp_worker;
grant insert (name, dimensions) on embedding_models to kp_worker;

-- A passage that comes in while a model of chunk_vectors is in force has no vector of its own.
alter table chunks alter column embedding drop not null;
alter table chunks alter column embedding_model_id drop not null;
-- The model that staged vectors were made by: another may be in force when they are published.
alter table staged_chunks add column embedding_model text;

-- Two places for all vectors of a model. The tables are there from the beginning, and so are their indexes, which grow with each vector: they need not be built under a lock
-- that deletions and publications wait for. What a vector leg asks for stands beside the vector, as it does in chunks.
create table chunk_vectors (
    chunk_id bigint not null references chunks on delete cascade,
    slot smallint not null,
    document_id uuid not null,
    collection_id uuid not null,
    embedding halfvec(384) not null,
    primary key (chunk_id, slot)
) partition by list (slot);
create table chunk_vectors_1 partition of chunk_vectors for values in (1);
create table chunk_vectors_2 partition of chunk_vectors for values in (2);
create index on chunk_vectors (document_id);
create index on chunk_vectors (collection_id);
create index chunk_vectors_1_embedding on chunk_vectors_1 using hnsw (embedding halfvec_ip_ops) with (m = 16, ef_construction = 64);
create index chunk_vectors_2_embedding on chunk_vectors_2 using hnsw (embedding halfvec_ip_ops) with (m = 16, ef_construction = 64);
alter table chunk_vectors enable row level security;
alter table chunk_vectors_1 enable row level security;
alter table chunk_vectors_2 enable row level security;
create policy read on chunk_vectors for select to kp_app using (collection_id = any ((select kp_collections_as('reader'))::uuid[]));
create policy work on chunk_vectors to kp_worker using (true);
grant select on chunk_vectors to kp_app;
grant select, insert on chunk_vectors to kp_worker;

-- As before for vectors in chunks; those of a slot are looked for there. It is the model that a question was embedded by which decides: no answer mixes two.
create or replace function kp_vector_leg(
    vector halfvec, model text, wanted uuid[], candidates integer, exact boolean, required text[], excluded text[], documents uuid[] default null)
    returns table (id bigint, distance double precision) language plpgsql stable security definer set search_path = public rows 100 as $$
declare
    own record;
begin
    select m.id, m.slot into own from embedding_models m where m.name = model;
    if own.slot > 0 then
        return query execute 'select v.chunk_id, (v.embedding <#> $1)::double precision from chunk_vectors_' || own.slot || ' v where v.collection_id = any ($2) '
            || case when documents is not null then 'and v.document_id = any ($6) ' else '' end
            || case when cardinality(required) + cardinality(excluded) > 0
               then 'and (select (c.heading_path || E''\n'' || c.text) ~* all ($4) and (c.heading_path || E''\n'' || c.text) !~* all ($5) from chunks c where c.id = v.chunk_id) ' else '' end
            || case when exact then 'order by 0 + (v.embedding <#> $1)' else 'order by v.embedding <#> $1' end || ' limit $3'
            using vector, kp_readable(wanted), candidates, required, excluded, documents;
        return;
    end if;
    -- The index goes when the vectors in chunks are given up: without it each of them would be compared, for a model that is no longer used.
    if to_regclass('chunks_embedding') is null then
        return;
    end if;
    return query execute 'select c.id, (c.embedding <#> $1)::double precision from chunks c where c.collection_id = any ($2) and c.embedding_model_id = $3 '
        || case when documents is not null then 'and c.document_id = any ($7) ' else '' end
        || case when cardinality(required) + cardinality(excluded) > 0
           then 'and (c.heading_path || E''\n'' || c.text) ~* all ($5) and (c.heading_path || E''\n'' || c.text) !~* all ($6) ' else '' end
        -- An order that no index has: all vectors are compared.
        || case when exact then 'order by 0 + (c.embedding <#> $1)' else 'order by c.embedding <#> $1' end || ' limit $4'
        using vector, kp_readable(wanted), own.id, candidates, required, excluded, documents;
end $$;

-- Publications hold this lock shared: while somebody has it alone, no passage comes in.
create function kp_hold_embedding_model() returns text language plpgsql security definer set search_path = public as $$
begin
    perform pg_advisory_xact_lock_shared(7210947);
    return (select name from embedding_models where in_force);
end $$;

-- Gives the next model a slot, where it has none, and writes down which model is in force meanwhile. Gives the slot, or null when none is free.
create function kp_begin_reembedding(current text, next text, dimensions integer) returns smallint language plpgsql security definer set search_path = public as $$
begin
    perform pg_advisory_xact_lock(7210947);
    insert into embedding_models (name, dimensions) values (current, kp_begin_reembedding.dimensions), (next, kp_begin_reembedding.dimensions) on conflict (name) do nothing;
    if not exists (select from embedding_models where in_force) then
        update embedding_models set in_force = true, slot = 0 where name = current;
    end if;
    update embedding_models set slot = (select min(s) from generate_series(1, 2) s where not exists (select from embedding_models m where m.slot = s))
        where name = next and slot is null;
    return (select slot from embedding_models where name = next);
end $$;

-- How many passages lack a vector of the model; null when the model has no slot.
create function kp_passages_without_vector(model text) returns bigint language plpgsql stable security definer set search_path = public as $$
declare
    own record;
begin
    select m.id, m.slot into own from embedding_models m where m.name = model;
    return case when own.slot = 0 then (select count(*) from chunks where embedding_model_id is distinct from own.id)
                when own.slot > 0 then (select count(*) from chunks c where not exists (select from chunk_vectors v where v.chunk_id = c.id and v.slot = own.slot)) end;
end $$;

-- Puts a model in force unless a passage lacks its vector, and gives the number of those that do. No row of a passage is touched.
create function kp_put_embedding_model_in_force(model text) returns bigint language plpgsql security definer set search_path = public as $$
declare
    missing bigint;
begin
    perform pg_advisory_xact_lock(7210947);
    missing := kp_passages_without_vector(model);
    if missing = 0 then
        update embedding_models set in_force = false where in_force;
        update embedding_models set in_force = true where name = model;
    end if;
    return missing;
end $$;

-- Takes away the vectors of all models that are not in force, and gives the names of those models. Vectors in chunks lose their index; they themselves go with their passages, since to take
-- them away would write every row anew. When chunks holds the vectors in force, the configuration decides again.
create function kp_drop_other_vectors() returns text[] language plpgsql security definer set search_path = public set lock_timeout = '5s' as $$
declare
    dropped text[];
begin
    perform pg_advisory_xact_lock(7210947);
    dropped := (select coalesce(array_agg(name order by name), '{}') from embedding_models where slot is not null and not in_force);
    if not exists (select from embedding_models where slot = 1 and in_force) then
        truncate chunk_vectors_1;
    end if;
    if not exists (select from embedding_models where slot = 2 and in_force) then
        truncate chunk_vectors_2;
    end if;
    if exists (select from embedding_models where slot > 0 and in_force) then
        drop index if exists chunks_embedding;
    end if;
    update embedding_models set slot = null where not in_force;
    update embedding_models set slot = null, in_force = false where slot = 0;
    return dropped;
end $$;

revoke execute on function kp_hold_embedding_model, kp_begin_reembedding, kp_passages_without_vector, kp_put_embedding_model_in_force, kp_drop_other_vectors from public;
grant execute on function kp_hold_embedding_model, kp_begin_reembedding, kp_passages_without_vector, kp_put_embedding_model_in_force, kp_drop_other_vectors to kp_worker;
