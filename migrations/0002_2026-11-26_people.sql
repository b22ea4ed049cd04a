-- Who may sign in. Mapped by ASP.NET Core Identity (users, user_*), by DataProtection and by the access feature.
create table users (
    id uuid primary key default uuidv7(),
    user_name text not null,
    normalized_user_name text not null unique,
    email text,
    normalized_email text,
    email_confirmed boolean not null default false,
    display_name text not null default '',
    password_hash text,
    security_stamp text,
    concurrency_stamp text,
    two_factor_enabled boolean not null default false,
    lockout_end timestamptz,
    lockout_enabled boolean not null default true,
    access_failed_count integer not null default 0,
    is_administrator boolean not null default false,
    created_at timestamptz not null default now()
);

create table user_claims (
    id integer generated always as identity primary key,
    user_id uuid not null references users on delete cascade,
    claim_type text,
    claim_value text
);
create index on user_claims (user_id);

create table user_logins (
    login_provider text not null,
    provider_key text not null,
    provider_display_name text,
    user_id uuid not null references users on delete cascade,
    primary key (login_provider, provider_key)
);
create index on user_logins (user_id);

create table user_tokens (
    user_id uuid not null references users on delete cascade,
    login_provider text not null,
    name text not null,
    value text,
    primary key (user_id, login_provider, name)
);

create table data_protection_keys (
    id integer generated always as identity primary key,
    friendly_name text,
    xml text
);

create table groups (
    id uuid primary key default uuidv7(),
    name text not null unique check (name <> ''),
    created_at timestamptz not null default now()
);

create table group_members (
    group_id uuid not null references groups on delete cascade,
    user_id uuid not null references users on delete cascade,
    primary key (group_id, user_id)
);
create index on group_members (user_id);

-- Keys for REST. Only a hash is kept; the prefix lets a person recognise a key.
create table api_keys (
    id uuid primary key default uuidv7(),
    user_id uuid not null references users on delete cascade,
    name text not null check (name <> ''),
    prefix text not null,
    hash bytea not null unique,
    scopes text[] not null check (scopes <@ array['read', 'write', 'ask', 'admin'] and cardinality(scopes) > 0),
    only_collections uuid[],
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    last_used_at timestamptz,
    revoked_at timestamptz
);
create index on api_keys (user_id);

grant select, insert, update, delete on users, user_claims, user_logins, user_tokens, data_protection_keys, groups, group_members, api_keys to kp_app;

-- The person on whose behalf the transaction runs; null when nobody was named, and then nothing is visible.
create function kp_user_id() returns uuid language sql stable parallel safe
    return nullif(current_setting('kp.user_id', true), '')::uuid;

create function kp_is_administrator() returns boolean language sql stable parallel safe security definer set search_path = public
    return coalesce((select is_administrator from users where id = kp_user_id()), false);
