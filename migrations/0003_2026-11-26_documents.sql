-- Collections, who may open them, and their documents.
create table collections (
    id uuid primary key default uuidv7(),
    name text not null unique check (name <> ''),
    description text not null default '',
    created_by uuid references users on delete set null,
    created_at timestamptz not null default now()
);

create table grants (
    id uuid primary key default uuidv7(),
    collection_id uuid not null references collections on delete cascade,
    user_id uuid references users on delete cascade,
    group_id uuid references groups on delete cascade,
    role text not null check (role in ('reader', 'contributor', 'manager')),
    created_by uuid references users on delete set null,
    created_at timestamptz not null default now(),
    check (num_nonnulls(user_id, group_id) = 1),
    unique nulls not distinct (collection_id, user_id, group_id)
);
create index on grants (user_id);
create index on grants (group_id);

-- The only place that says who may open what. An API key may narrow the answer to some collections, never widen it.
create function kp_collections_as(minimum text) returns uuid[] language sql stable parallel safe security definer set search_path = public
    return (
        select coalesce(array_agg(distinct g.collection_id), '{}')
        from grants g
        where (g.user_id = kp_user_id()
               or g.group_id in (select m.group_id from group_members m where m.user_id = kp_user_id()))
          and array_position(array['reader', 'contributor', 'manager'], g.role)
              >= array_position(array['reader', 'contributor', 'manager'], minimum)
          and coalesce(g.collection_id = any (nullif(current_setting('kp.only_collections', true), '')::uuid[]), true));

create table documents (
    id uuid primary key default uuidv7(),
    collection_id uuid not null references collections on delete cascade,
    title text not null,
    current_version_id uuid,
    created_by uuid references users on delete set null,
    created_at timestamptz not null default now()
);
create index on documents (collection_id, created_at);

create table document_versions (
    id uuid primary key default uuidv7(),
    document_id uuid not null references documents on delete cascade,
    collection_id uuid not null references collections on delete cascade,
    number integer not null check (number > 0),
    file_name text not null,
    sha256 bytea not null check (length(sha256) = 32),
    size_bytes bigint not null check (size_bytes >= 0),
    format text,
    language text,
    state text not null default 'received' check (state in ('received', 'parsed', 'chunked', 'embedded', 'published', 'superseded', 'failed')),
    reason_code text,
    reason text,
    is_partial boolean not null default false,
    skipped jsonb not null default '[]',
    attempts integer not null default 0,
    next_attempt_at timestamptz,
    lease_until timestamptz,
    page_count integer,
    word_count integer,
    chunk_count integer,
    uploaded_by uuid references users on delete set null,
    uploaded_at timestamptz not null default now(),
    changed_at timestamptz not null default now(),
    published_at timestamptz,
    unique (document_id, number)
);
-- The same bytes are taken once in a collection.
create unique index document_versions_same_bytes on document_versions (collection_id, sha256);
create index document_versions_open on document_versions (changed_at) where state not in ('published', 'superseded', 'failed');
alter table documents add foreign key (current_version_id) references document_versions on delete set null deferrable initially deferred;

-- Originals that lost a version; housekeeping removes the file (and page images made of it) unless another version holds the same bytes.
create table released_originals (
    sha256 bytea primary key,
    released_at timestamptz not null default now()
);
create function kp_release_original() returns trigger language plpgsql security definer set search_path = public as $$
begin
    insert into released_originals (sha256) values (old.sha256) on conflict do nothing;
    return null;
end $$;
create trigger release_original after delete on document_versions for each row execute function kp_release_original();

-- One row for each run of a stage: what the document page shows.
create table ingestion_stages (
    id bigint generated always as identity primary key,
    version_id uuid not null references document_versions on delete cascade,
    collection_id uuid not null references collections on delete cascade,
    stage text not null check (stage in ('parse', 'chunk', 'embed', 'publish')),
    started_at timestamptz not null,
    finished_at timestamptz,
    item_count integer,
    error text
);
create index on ingestion_stages (version_id);

-- blocks: four numbers a block (kind, level, start, length); words: six numbers a word (start, length, left, top, right, bottom in points).
create table pages (
    version_id uuid not null references document_versions on delete cascade,
    number integer not null check (number > 0),
    collection_id uuid not null references collections on delete cascade,
    width real not null,
    height real not null,
    text text not null,
    blocks integer[] not null,
    words real[] not null,
    primary key (version_id, number)
);

create table embedding_models (
    id smallint generated always as identity primary key,
    name text not null unique,
    dimensions integer not null check (dimensions > 0),
    created_at timestamptz not null default now()
);

-- A version's chunks while they are being made: durable, but not to be found.
create table staged_chunks (
    version_id uuid not null references document_versions on delete cascade,
    ordinal integer not null,
    collection_id uuid not null references collections on delete cascade,
    heading_path text not null,
    context text not null,
    text text not null,
    language text not null,
    token_count integer not null,
    pieces integer[] not null,
    boxes real[] not null,
    embedding halfvec(384),
    primary key (version_id, ordinal)
);

-- What may be found: the chunks of published versions only. pieces: three numbers a piece (page, start, length in the page's text); text is the pieces joined
-- by a line feed. boxes: five numbers a line (page, left, top, right, bottom). context: title and heading path, matched and embedded with the text.
create table chunks (
    id bigint generated always as identity primary key,
    version_id uuid not null references document_versions on delete cascade,
    document_id uuid not null references documents on delete cascade,
    collection_id uuid not null references collections on delete cascade,
    ordinal integer not null,
    heading_path text not null,
    context text not null,
    text text not null,
    language text not null,
    token_count integer not null,
    first_page integer not null,
    pieces integer[] not null,
    boxes real[] not null,
    embedding_model_id smallint not null references embedding_models,
    embedding halfvec(384) not null,
    unique (version_id, ordinal)
);
create index on chunks (document_id);
create index on chunks (collection_id);
-- Vectors have length 1, so the inner product orders as the cosine does.
create index chunks_embedding on chunks using hnsw (embedding halfvec_ip_ops) with (m = 16, ef_construction = 64);
create index chunks_bm25 on chunks using bm25 ((context || E'\n' || text)) with (text_config = 'english');

-- Row-level security. Readers see, contributors add and delete documents, managers give access.
alter table collections enable row level security;
alter table grants enable row level security;
alter table documents enable row level security;
alter table document_versions enable row level security;
alter table ingestion_stages enable row level security;
alter table pages enable row level security;
alter table staged_chunks enable row level security;
alter table chunks enable row level security;

create policy read on collections for select to kp_app using (id = any ((select kp_collections_as('reader'))::uuid[]));
create policy change on collections for update to kp_app using (id = any ((select kp_collections_as('manager'))::uuid[]));
create policy remove on collections for delete to kp_app using (id = any ((select kp_collections_as('manager'))::uuid[]));
create policy read on grants for select to kp_app
    using (collection_id = any ((select kp_collections_as('reader'))::uuid[]) or (select kp_is_administrator()));
create policy give on grants for insert to kp_app
    with check (collection_id = any ((select kp_collections_as('manager'))::uuid[]));
create policy change on grants for update to kp_app using (collection_id = any ((select kp_collections_as('manager'))::uuid[]));
create policy take on grants for delete to kp_app using (collection_id = any ((select kp_collections_as('manager'))::uuid[]));
create policy read on documents for select to kp_app using (collection_id = any ((select kp_collections_as('reader'))::uuid[]));
create policy add on documents for insert to kp_app with check (collection_id = any ((select kp_collections_as('contributor'))::uuid[]));
create policy change on documents for update to kp_app using (collection_id = any ((select kp_collections_as('contributor'))::uuid[]));
create policy remove on documents for delete to kp_app using (collection_id = any ((select kp_collections_as('contributor'))::uuid[]));
create policy read on document_versions for select to kp_app using (collection_id = any ((select kp_collections_as('reader'))::uuid[]));
create policy add on document_versions for insert to kp_app with check (collection_id = any ((select kp_collections_as('contributor'))::uuid[]));
create policy change on document_versions for update to kp_app using (collection_id = any ((select kp_collections_as('contributor'))::uuid[]));
create policy read on ingestion_stages for select to kp_app using (collection_id = any ((select kp_collections_as('reader'))::uuid[]));
create policy read on pages for select to kp_app using (collection_id = any ((select kp_collections_as('reader'))::uuid[]));
create policy read on chunks for select to kp_app using (collection_id = any ((select kp_collections_as('reader'))::uuid[]));

grant select, update (name, description), delete on collections to kp_app;
grant select, insert, update (role), delete on grants to kp_app;
grant select, insert, update (title), delete on documents to kp_app;
grant select, insert, update (state, reason_code, reason, attempts, next_attempt_at, lease_until, changed_at) on document_versions to kp_app;
grant select on ingestion_stages, pages, chunks, embedding_models to kp_app;

-- Making a collection makes its first manager: both in one go, else nobody could open it.
create function kp_create_collection(name text, description text) returns uuid language plpgsql security definer set search_path = public as $$
declare
    made uuid;
begin
    if kp_user_id() is null or coalesce(current_setting('kp.only_collections', true), '') <> '' then
        raise exception 'a collection is made by a person' using errcode = 'insufficient_privilege';
    end if;
    insert into collections (name, description, created_by) values (kp_create_collection.name, kp_create_collection.description, kp_user_id())
        returning id into made;
    insert into grants (collection_id, user_id, role, created_by) values (made, kp_user_id(), 'manager', kp_user_id());
    return made;
end $$;
revoke execute on function kp_create_collection from public;
grant execute on function kp_create_collection to kp_app;

-- The worker reads and writes what ingestion needs, of every collection; it sees no people, questions or answers.
create policy work on collections for select to kp_worker using (true);
create policy work on documents to kp_worker using (true);
create policy work on document_versions to kp_worker using (true);
create policy work on ingestion_stages to kp_worker using (true);
create policy work on pages to kp_worker using (true);
create policy work on staged_chunks to kp_worker using (true);
create policy work on chunks to kp_worker using (true);
grant select on collections to kp_worker;
grant select, delete on released_originals to kp_worker;
grant select, update (title, current_version_id) on documents to kp_worker;
grant select, update on document_versions to kp_worker;
grant select, insert, update, delete on ingestion_stages, pages, staged_chunks, chunks to kp_worker;
grant select, insert on embedding_models to kp_worker;
