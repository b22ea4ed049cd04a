-- The owner of the schema runs migrations and nothing else. The application (portal, command line) and the worker have roles of their own
-- that own nothing, so that row-level security holds for them. They get their passwords at set-up, not here.
create extension if not exists vector;
create extension if not exists pg_textsearch;

do $$
begin
    if not exists (select from pg_roles where rolname = 'kp_app') then
        create role kp_app nologin nosuperuser nobypassrls;
    end if;
    if not exists (select from pg_roles where rolname = 'kp_worker') then
        create role kp_worker nologin nosuperuser nobypassrls;
    end if;
end $$;

revoke all on schema public from public;
grant usage on schema public to kp_app, kp_worker;
