-- How searches order what they find, as administrators set it while the platform runs. A version is never changed: to go back is to put an earlier one in force. The values lead to no
-- document; every search reads them.
create table search_versions (
    number integer primary key check (number > 0),
    tuning jsonb not null,
    reason text not null check (reason <> ''),
    author uuid references users on delete set null,
    made_at timestamptz not null default now()
);
alter table search_versions enable row level security;
create policy read on search_versions for select to kp_app using (true);
create policy add on search_versions for insert to kp_app with check ((select kp_is_administrator()));
grant select, insert on search_versions to kp_app;

-- What was in force since when; the last row is. No row, and a row without a version: as configured.
create table search_in_force (
    id bigint generated always as identity primary key,
    version integer references search_versions,
    reason text not null check (reason <> ''),
    -- Why it was put in force against a gate.
    overridden text,
    author uuid references users on delete set null,
    since timestamptz not null default now()
);
alter table search_in_force enable row level security;
create policy read on search_in_force for select to kp_app using (true);
create policy add on search_in_force for insert to kp_app with check ((select kp_is_administrator()));
grant select, insert on search_in_force to kp_app;

alter table question_runs add foreign key (version) references search_versions;
