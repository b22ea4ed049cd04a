-- What the model had read when it wrote a sentence that was struck out: such a sentence cites nothing, and may repeat any of it. The answer is closed and forgotten
-- with each of these documents, as with those that it cites.
create table answer_sources (
    answer_id uuid not null references answers on delete cascade,
    document_id uuid not null references documents on delete cascade,
    collection_id uuid not null references collections on delete cascade,
    primary key (answer_id, document_id)
);
create index on answer_sources (document_id);
create index on answer_sources (collection_id);
alter table answer_sources enable row level security;
create policy own on answer_sources to kp_app
    using (collection_id = any ((select kp_collections_as('reader'))::uuid[]) and answer_id in (select id from answers))
    with check (collection_id = any ((select kp_collections_as('reader'))::uuid[]) and answer_id in (select id from answers));
grant select, insert, delete on answer_sources to kp_app;
create trigger forget_answer after delete on answer_sources for each row execute function kp_forget_answer();

-- A deletion looks these up for each row that goes.
create index on documents (current_version_id);
create index on citations (version_id);
create index on citations (collection_id);
create index on pages (collection_id);
create index on staged_chunks (collection_id);
create index on ingestion_stages (collection_id);
