-- A second vector of English passages, by a model made for English, beside those in force: docs/decisions/0025-two-embedding-models.md.
-- Which models a collection's passages are embedded by: automatic: English ones by both, others by the multilingual one alone; multilingual: all by that one alone.
alter table collections add column embedding_profile text not null default 'automatic' check (embedding_profile in ('automatic', 'multilingual'));
grant update (embedding_profile) on collections to kp_app;

-- Slot 3 is the English model's, never that of a model in force.
alter table embedding_models drop constraint embedding_models_slot_check;
alter table embedding_models add constraint embedding_models_slot_check check (slot between 0 and 3);
create table chunk_vectors_3 partition of chunk_vectors for values in (3);
create index chunk_vectors_3_embedding on chunk_vectors_3 using hnsw (embedding halfvec_ip_ops) with (m = 16, ef_construction = 64);
alter table chunk_vectors_3 enable row level security;

-- Versions whose English passages may lack that vector. A version may stand here twice, being read again while it waits: a row goes when what it stood for is done.
create table english_waiting (
    id bigint generated always as identity primary key,
    version_id uuid not null references document_versions on delete cascade
);
create index on english_waiting (version_id);
alter table english_waiting enable row level security;
create policy work on english_waiting to kp_worker using (true);
grant select, insert, delete on english_waiting to kp_worker;

-- Gives the English model its slot, takes away the vectors of another that had it, and has all documents wait. Gives false when the model's vectors lie elsewhere.
create function kp_begin_english(model text, dimensions integer) returns boolean language plpgsql security definer set search_path = public set lock_timeout = '5s' as $$
begin
    perform pg_advisory_xact_lock(7210947);
    if exists (select from embedding_models m where m.name = model and m.slot is not null) then
        return exists (select from embedding_models m where m.name = model and m.slot = 3);
    end if;
    insert into embedding_models (name, dimensions) values (model, kp_begin_english.dimensions) on conflict (name) do nothing;
    update embedding_models set slot = null where slot = 3;
    update embedding_models set slot = 3 where name = model;
    truncate chunk_vectors_3;
    delete from english_waiting;
    insert into english_waiting (version_id)
        select d.current_version_id from documents d join collections c on c.id = d.collection_id where c.embedding_profile = 'automatic' and d.current_version_id is not null
        order by d.current_version_id;
    return true;
end $$;

-- A collection that gets the English model has its documents wait; one that gives it up gives up its vectors.
create function kp_follow_embedding_profile() returns trigger language plpgsql security definer set search_path = public as $$
begin
    delete from english_waiting w using document_versions v where v.id = w.version_id and v.collection_id = new.id;
    if new.embedding_profile = 'automatic' then
        insert into english_waiting (version_id)
            select d.current_version_id from documents d
            where d.collection_id = new.id and d.current_version_id is not null and exists (select from embedding_models where slot = 3);
    else
        delete from chunk_vectors_3 where collection_id = new.id;
    end if;
    return null;
end $$;
create trigger follow_embedding_profile after update of embedding_profile on collections
    for each row when (old.embedding_profile is distinct from new.embedding_profile) execute function kp_follow_embedding_profile();

-- As before (0033), but for the English model's slot.
create or replace function kp_begin_reembedding(current text, next text, dimensions integer) returns smallint language plpgsql security definer set search_path = public as $$
begin
    perform pg_advisory_xact_lock(7210947);
    insert into embedding_models (name, dimensions) values (current, kp_begin_reembedding.dimensions), (next, kp_begin_reembedding.dimensions) on conflict (name) do nothing;
    if not exists (select from embedding_models where in_force) then
        update embedding_models set in_force = true, slot = 0 where name = current;
    end if;
    -- What was the English model is to be the only one: its vectors are made anew, of all passages.
    if exists (select from embedding_models where name = next and slot = 3) then
        update embedding_models set slot = null where name = next;
        truncate chunk_vectors_3, english_waiting;
    end if;
    update embedding_models set slot = (select min(s) from generate_series(1, 2) s where not exists (select from embedding_models m where m.slot = s))
        where name = next and slot is null;
    return (select slot from embedding_models where name = next);
end $$;

create or replace function kp_drop_other_vectors() returns text[] language plpgsql security definer set search_path = public set lock_timeout = '5s' as $$
declare
    dropped text[];
begin
    perform pg_advisory_xact_lock(7210947);
    dropped := (select coalesce(array_agg(name order by name), '{}') from embedding_models where slot < 3 and not in_force);
    -- chunks first, as searches and deletions have it: the other way round each would wait for the other.
    if exists (select from embedding_models where slot > 0 and in_force) then
        drop index if exists chunks_embedding;
    end if;
    if not exists (select from embedding_models where slot = 1 and in_force) then
        truncate chunk_vectors_1;
    end if;
    if not exists (select from embedding_models where slot = 2 and in_force) then
        truncate chunk_vectors_2;
    end if;
    update embedding_models set slot = null where not in_force and slot < 3;
    update embedding_models set slot = null, in_force = false where slot = 0;
    return dropped;
end $$;

revoke execute on function kp_begin_english, kp_follow_embedding_profile from public;
grant execute on function kp_begin_english to kp_worker;
