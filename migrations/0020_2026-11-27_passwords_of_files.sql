-- The password of a file, encrypted with the portal's keys (ASP.NET Data Protection), from the moment a person gives it until the worker has used it once.
create table version_passwords (
    version_id uuid primary key references document_versions on delete cascade,
    collection_id uuid not null references collections on delete cascade,
    protected bytea not null
);
alter table version_passwords enable row level security;
create policy read on version_passwords for select to kp_app using (collection_id = any ((select kp_collections_as('contributor'))::uuid[]));
create policy add on version_passwords for insert to kp_app with check (collection_id = any ((select kp_collections_as('contributor'))::uuid[]));
create policy remove on version_passwords for delete to kp_app using (collection_id = any ((select kp_collections_as('contributor'))::uuid[]));
create policy work on version_passwords to kp_worker using (true);
-- Those who give a password can replace it and never read it.
grant select (version_id, collection_id), insert, delete on version_passwords to kp_app;
grant select, delete on version_passwords to kp_worker;

-- The original without its protection: what is read and shown, and what needs no password any more.
alter table document_versions add column unlocked_sha256 bytea check (length(unlocked_sha256) = 32);
create index on document_versions (unlocked_sha256) where unlocked_sha256 is not null;
create function kp_release_unlocked() returns trigger language plpgsql security definer set search_path = public as $$
begin
    insert into released_originals (sha256) values (old.unlocked_sha256) on conflict do nothing;
    return null;
end $$;
create trigger release_unlocked after delete on document_versions for each row when (old.unlocked_sha256 is not null) execute function kp_release_unlocked();
create trigger release_unlocked_of_before after update of unlocked_sha256 on document_versions for each row
    when (old.unlocked_sha256 is not null and old.unlocked_sha256 is distinct from new.unlocked_sha256) execute function kp_release_unlocked();

-- However a version ends, its password goes.
create function kp_forget_password() returns trigger language plpgsql security definer set search_path = public as $$
begin
    delete from version_passwords where version_id = new.id;
    return null;
end $$;
create trigger forget_password after update of state on document_versions for each row
    when (new.state in ('published', 'superseded', 'failed')) execute function kp_forget_password();

