-- Tells one claim of a version from every other: attempts go back when a worker is stopped in order or a person asks for another try, claims never do.
alter table document_versions add column claims integer not null default 0;

-- The sweep closes what killed workers left open.
create index ingestion_stages_open on ingestion_stages (version_id) where finished_at is null;
