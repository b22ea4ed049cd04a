-- Files within a file (members of an archive, attachments) are documents of their own that point to the document that holds them, in the same collection:
-- who may open the one may open the other, and deleting the one deletes the others with every trace. The same bytes within one document are one member.
alter table documents add column parent_id uuid;
alter table documents add column member_path text;
alter table documents add column member_sha256 bytea check (length(member_sha256) = 32);
alter table documents add constraint documents_is_member check (num_nonnulls(parent_id, member_path, member_sha256) in (0, 3));
alter table documents add constraint documents_in_collection unique (id, collection_id);
alter table documents add constraint documents_parent foreign key (parent_id, collection_id) references documents (id, collection_id) on delete cascade;
create unique index documents_members on documents (parent_id, member_sha256) where parent_id is not null;

-- What a person uploads is taken once in a collection; a member belongs to what holds it, whatever else holds the same bytes.
alter table document_versions add column is_member boolean not null default false;
drop index document_versions_same_bytes;
create unique index document_versions_same_bytes on document_versions (collection_id, sha256) where state <> 'superseded' and not is_member;

-- What a version holds, from its reading until it is published: then these become its document's members, in one transaction.
create table staged_members (
    version_id uuid not null references document_versions on delete cascade,
    sha256 bytea not null check (length(sha256) = 32),
    collection_id uuid not null references collections on delete cascade,
    ordinal integer not null,
    path text not null,
    size_bytes bigint not null check (size_bytes >= 0),
    primary key (version_id, sha256)
);
create index on staged_members (sha256);
create trigger release_original after delete on staged_members for each row execute function kp_release_original();
-- However a version ends, nothing stays staged.
create function kp_forget_staged() returns trigger language plpgsql security definer set search_path = public as $$
begin
    delete from staged_members where version_id = new.id;
    delete from staged_chunks where version_id = new.id;
    return null;
end $$;
create trigger forget_staged after update of state on document_versions for each row
    when (new.state in ('published', 'superseded', 'failed')) execute function kp_forget_staged();
alter table staged_members enable row level security;
create policy work on staged_members to kp_worker using (true);
grant select, insert, update, delete on staged_members to kp_worker;

grant insert, delete on documents to kp_worker;
grant update (member_path) on documents to kp_worker;
grant insert on document_versions to kp_worker;
grant insert on released_originals to kp_worker;

-- The document that a person uploaded, up from any member; null when there is none. And all below a document, itself not counted.
create function kp_root_document(document uuid) returns uuid language sql stable set search_path = public
    return (
        with recursive up as (
            select id, parent_id from documents where id = document
            union all
            select d.id, d.parent_id from documents d join up on d.id = up.parent_id)
        select id from up where parent_id is null);
create function kp_nesting(document uuid) returns integer language sql stable set search_path = public
    return (
        with recursive up as (
            select parent_id from documents where id = document
            union all
            select d.parent_id from documents d join up on d.id = up.parent_id)
        select count(parent_id)::integer from up);
create function kp_members_below(document uuid) returns table (id uuid) language sql stable set search_path = public as $$
    with recursive down as (
        select d.id from documents d where d.parent_id = document
        union all
        select d.id from documents d join down on d.parent_id = down.id)
    select down.id from down
$$;
