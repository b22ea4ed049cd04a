-- A version's pages while it is read: what was read of it before stays in pages, and is shown and cited, until it is published (again) with its passages.
create table staged_pages (
    version_id uuid not null references document_versions on delete cascade,
    number integer not null check (number > 0),
    collection_id uuid not null references collections on delete cascade,
    width real not null,
    height real not null,
    text text not null,
    blocks integer[] not null,
    words real[] not null,
    confidences smallint[],
    label text,
    bates text,
    line_numbers real[],
    primary key (version_id, number)
);
alter table staged_pages enable row level security;
create policy work on staged_pages to kp_worker using (true);
grant select, insert, update, delete on staged_pages to kp_worker;

-- What is on its way through ingestion goes on from here.
insert into staged_pages (version_id, number, collection_id, width, height, text, blocks, words, confidences, label, bates, line_numbers)
select p.version_id, p.number, p.collection_id, p.width, p.height, p.text, p.blocks, p.words, p.confidences, p.label, p.bates, p.line_numbers
from pages p join document_versions v on v.id = p.version_id where v.state in ('parsed', 'chunked', 'embedded');

-- Mean confidence of the words that were recognised in pictures, 0 to 100; null when none were. What is hard to read is listed among what needs attention.
alter table document_versions add column confidence real;
update document_versions v set confidence = m.mean
from (select version_id, avg(c) as mean from pages, unnest(confidences) c group by version_id) m where m.version_id = v.id;

-- What a reading found out about a version, until it is published with the pages: a reading that is given up changes nothing of what is said of those that are shown.
create table staged_readings (
    version_id uuid primary key references document_versions on delete cascade,
    collection_id uuid not null references collections on delete cascade,
    format text,
    language text,
    page_count integer not null,
    word_count integer not null,
    is_partial boolean not null,
    skipped jsonb not null,
    confidence real,
    -- True when every member of the file was listed: only then one that is not listed is gone.
    lists_all_members boolean not null
);
alter table staged_readings enable row level security;
create policy work on staged_readings to kp_worker using (true);
grant select, insert, update, delete on staged_readings to kp_worker;
insert into staged_readings (version_id, collection_id, format, language, page_count, word_count, is_partial, skipped, confidence, lists_all_members)
select id, collection_id, format, language, coalesce(page_count, 0), coalesce(word_count, 0), is_partial, skipped, confidence, false
from document_versions where state in ('parsed', 'chunked', 'embedded');

create or replace function kp_forget_staged() returns trigger language plpgsql security definer set search_path = public as $$
begin
    delete from staged_members where version_id = new.id;
    delete from staged_pages where version_id = new.id;
    delete from staged_readings where version_id = new.id;
    delete from staged_chunks where version_id = new.id;
    return null;
end $$;
