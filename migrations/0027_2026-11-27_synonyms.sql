-- Lists of words that mean the same, which administrators edit. They lead to no document; everybody's search reads them, administrators change them.
create table synonym_lists (
    id uuid primary key,
    name text not null check (length(name) between 1 and 100),
    -- ISO 639-1; none: for passages of every language.
    languages text[] not null,
    -- As its file has it: see deploy/synonyms.
    entries text not null,
    enabled boolean not null default true,
    changed_at timestamptz not null default now()
);
create unique index synonym_lists_name on synonym_lists (lower(name));
alter table synonym_lists enable row level security;
create policy read on synonym_lists for select to kp_app using (true);
create policy change on synonym_lists to kp_app using ((select kp_is_administrator())) with check ((select kp_is_administrator()));
grant select, insert, update, delete on synonym_lists to kp_app;

-- Which shipped files were taken in, and as what: one that was deleted or changed here stays so.
create table shipped_synonyms (
    file text primary key,
    list_id uuid references synonym_lists on delete set null,
    sha256 bytea not null
);
alter table shipped_synonyms enable row level security;

-- Grows with each change, in its transaction: a process that saw the number has seen all that went before it.
create table synonym_revision (
    only_row boolean primary key default true check (only_row),
    revision bigint not null
);
insert into synonym_revision (revision) values (1);
alter table synonym_revision enable row level security;
create policy read on synonym_revision for select to kp_app using (true);
grant select on synonym_revision to kp_app;
create function kp_synonyms_changed() returns trigger language plpgsql security definer set search_path = public as $$
begin
    update synonym_revision set revision = revision + 1;
    return null;
end $$;
create trigger changed after insert or update or delete on synonym_lists for each statement execute function kp_synonyms_changed();

-- A question's stems as before, and behind a form feed the words that synonyms added, which count half: BM25 sums what stands in the query twice.
alter function kp_query_terms(text[], text) rename to kp_stems_of_question;
create function kp_query_terms(languages text[], question text) returns text language sql immutable strict parallel safe return
    case when strpos(question, E'\f') = 0 then kp_stems_of_question(languages, question)
    else repeat(kp_stems_of_question(languages, split_part(question, E'\f', 1)) || ' ', 2) || kp_stems_of_question(languages, split_part(question, E'\f', 2)) end;
grant execute on function kp_query_terms(text[], text) to kp_app, kp_worker;
