-- The same bytes are taken once in a collection; what a later version superseded can be brought back as the next one.
drop index document_versions_same_bytes;
create unique index document_versions_same_bytes on document_versions (collection_id, sha256) where state <> 'superseded';
-- Housekeeping looks for the last version that holds an original.
create index on document_versions (sha256);
