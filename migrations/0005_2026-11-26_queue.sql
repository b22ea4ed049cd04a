-- Hangfire's queue belongs to the worker alone. A version that waits for work is told to the worker by a notification, which PostgreSQL sends when the upload's
-- transaction commits: row and job in one go, without the application touching the queue.
create schema hangfire authorization kp_worker;

alter table document_versions add column job_id bigint;

create function kp_notify_ingestion() returns trigger language plpgsql as $$
begin
    notify kp_ingestion;
    return null;
end $$;
create trigger notify_insert after insert on document_versions for each statement execute function kp_notify_ingestion();
create trigger notify_retry after update of state on document_versions for each row when (new.state = 'received') execute function kp_notify_ingestion();
