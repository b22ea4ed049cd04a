-- Questions and answers belong to the person who asked. An answer rests on collections; when one of them is closed to the person later, so is the answer.
create table conversations (
    id uuid primary key default uuidv7(),
    user_id uuid not null references users on delete cascade,
    title text not null,
    collection_ids uuid[] not null default '{}',
    created_at timestamptz not null default now(),
    changed_at timestamptz not null default now()
);
create index on conversations (user_id, changed_at desc);

create table answers (
    id uuid primary key default uuidv7(),
    conversation_id uuid not null references conversations on delete cascade,
    ordinal integer not null,
    question text not null,
    standalone_question text not null,
    mode text not null check (mode in ('generated', 'quotations', 'not_found')),
    notice text,
    sentences jsonb not null,
    model text,
    prompt_version text,
    usage jsonb not null default '{}',
    source_collections uuid[] not null,
    rating smallint check (rating in (-1, 1)),
    rating_comment text,
    created_at timestamptz not null default now(),
    unique (conversation_id, ordinal)
);

-- A citation points at version, page and span and keeps the quoted words, so that it outlives re-chunking.
create table citations (
    id bigint generated always as identity primary key,
    answer_id uuid not null references answers on delete cascade,
    number integer not null check (number > 0),
    collection_id uuid not null references collections on delete cascade,
    document_id uuid not null references documents on delete cascade,
    version_id uuid not null references document_versions on delete cascade,
    title text not null,
    heading_path text not null,
    quote text not null,
    first_page integer not null,
    pieces integer[] not null,
    unique (answer_id, number)
);
create index on citations (document_id);

alter table conversations enable row level security;
alter table answers enable row level security;
alter table citations enable row level security;
create policy own on conversations to kp_app using (user_id = kp_user_id()) with check (user_id = kp_user_id());
create policy own on answers to kp_app
    using (source_collections <@ (select kp_collections_as('reader'))::uuid[] and conversation_id in (select id from conversations))
    with check (source_collections <@ (select kp_collections_as('reader'))::uuid[] and conversation_id in (select id from conversations));
create policy own on citations to kp_app
    using (collection_id = any ((select kp_collections_as('reader'))::uuid[]) and answer_id in (select id from answers))
    with check (collection_id = any ((select kp_collections_as('reader'))::uuid[]) and answer_id in (select id from answers));
grant select, insert, update, delete on conversations to kp_app;
grant select, insert, update (rating, rating_comment), delete on answers to kp_app;
grant select, insert, delete on citations to kp_app;

-- Append-only; each event carries the hash of the one before it, so that a changed or missing row shows.
create sequence audit_events_id;
create table audit_events (
    id bigint primary key,
    at timestamptz not null default clock_timestamp(),
    user_id uuid,
    api_key_id uuid,
    action text not null check (action <> ''),
    subject_id uuid,
    detail jsonb not null default '{}',
    hash bytea not null
);

create function kp_audit_hash(previous bytea, event audit_events) returns bytea language sql immutable
    return sha256(coalesce(previous, ''::bytea) || convert_to(
        concat_ws(chr(31), event.id, extract(epoch from event.at), coalesce(event.user_id::text, '-'), coalesce(event.api_key_id::text, '-'),
                  event.action, coalesce(event.subject_id::text, '-'), event.detail::text), 'UTF8'));

create function kp_audit_chain() returns trigger language plpgsql security definer set search_path = public as $$
begin
    -- One writer at a time, until the transaction ends: two events with one predecessor would look like a removed row.
    perform pg_advisory_xact_lock(7210944);
    -- Taken under the lock, so that the order of the numbers is the order of the chain.
    new.id := nextval('audit_events_id');
    new.at := clock_timestamp();
    new.user_id := coalesce(kp_user_id(), new.user_id);
    new.hash := kp_audit_hash((select hash from audit_events order by id desc limit 1), new);
    return new;
end $$;
create trigger chain before insert on audit_events for each row execute function kp_audit_chain();

create function kp_audit_refuse() returns trigger language plpgsql as $$
begin
    raise exception 'audit events are never changed or removed';
end $$;
create trigger append_only before update or delete on audit_events for each row execute function kp_audit_refuse();
create trigger append_only_all before truncate on audit_events for each statement execute function kp_audit_refuse();

-- The first event whose hash does not fit, or null when the chain is whole.
create function kp_audit_first_fault() returns bigint language sql stable security definer set search_path = public
    return (select min(id) from (select e.id, e.hash, kp_audit_hash(lag(e.hash) over (order by e.id), e) as expected from audit_events e) chain
            where hash <> expected);

alter table audit_events enable row level security;
create policy read on audit_events for select to kp_app using ((select kp_is_administrator()));
create policy add on audit_events for insert to kp_app, kp_worker with check (true);
grant select on audit_events to kp_app;
grant insert (user_id, api_key_id, action, subject_id, detail) on audit_events to kp_app, kp_worker;
revoke execute on function kp_audit_first_fault from public;
grant execute on function kp_audit_first_fault to kp_app;
