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
