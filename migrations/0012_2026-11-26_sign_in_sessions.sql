-- One row for each sign-in by password: the cookie only names it, so that signing out ends it wherever a copy of the cookie lies.
create table sign_in_sessions (
    id uuid primary key default uuidv7(),
    user_id uuid not null references users on delete cascade,
    key_hash bytea not null unique,
    ticket bytea not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null
);
create index on sign_in_sessions (user_id);
create index on sign_in_sessions (expires_at);

grant select, insert, update, delete on sign_in_sessions to kp_app;
